"""What the gateway's server processes load."""

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
if not apps.ready:
    django.setup()

from onewindow.exchange.gate.app import Gateway

application = Gateway()
