"""Settings for tests: the same product, with quick password hashing and plain static files."""

import tempfile
from pathlib import Path

from onewindow.config.settings import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105
DEMO_PASSWORD = "demo-password"  # noqa: S105
HOME = Path(tempfile.gettempdir()) / "onewindow-test"
KEY_DIR = HOME / "keys"
FILES_DIR = HOME / "files"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CATALOGUE_SECONDS = float("inf")  # statements are counted: tests forget what they change
