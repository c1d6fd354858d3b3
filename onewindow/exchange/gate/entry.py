"""What the gateway's server processes load."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing import connection

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
if not apps.ready:
    django.setup()

from onewindow.exchange.gate.app import Gateway
from onewindow.exchange.gate.http import Bounded
from onewindow.exchange.gate.link import Link

__all__ = ["Bounded", "application"]

# A thread that comes back from the database waits this long for the loop to let go, five times a batch.
sys.setswitchinterval(0.0005)

application = Gateway(link=Link())


def _end_with(parent: int) -> None:
    """Stop this process once the one that started it is gone: killed, it cannot say so."""
    connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)


above = multiprocessing.parent_process()
if above is not None:
    threading.Thread(target=_end_with, args=(above.sentinel,), daemon=True).start()

# What is loaded by now stays: a full collection would walk all of it, and no call is answered meanwhile.
gc.collect()
gc.freeze()
