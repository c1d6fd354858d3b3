"""What the gateway's server processes load."""

import gc
import os
import sys

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
if not apps.ready:
    django.setup()

from onewindow.exchange.gate.app import Gateway
from onewindow.exchange.gate.http import Bounded
from onewindow.exchange.gate.link import Link

__all__ = ["Bounded", "application"]

# A thread that reads the register or takes deliveries in waits this long for the loop to let go.
sys.setswitchinterval(0.0005)

application = Gateway(link=Link())

# What is loaded by now stays: a full collection would walk all of it, and no call is answered meanwhile.
gc.collect()
gc.freeze()
