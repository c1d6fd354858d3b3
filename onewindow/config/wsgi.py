"""The WSGI entry point that the web server loads."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from onewindow.config.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
with loading():
    _plain = get_wsgi_application()  # loads the apps, which handing over needs
    import_module("onewindow.config.urls")
application = import_string("onewindow.config.handover.handing_over")(_plain)
