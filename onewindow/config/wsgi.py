"""The WSGI entry point that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
_plain = get_wsgi_application()  # loads the apps, which handing over needs
application = import_string("onewindow.config.handover.handing_over")(_plain)
