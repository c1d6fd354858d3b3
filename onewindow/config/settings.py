"""All settings, in one file; variation comes from the environment through `env`."""

import os
from pathlib import Path

from onewindow.config import env, processes

processes.die_with_supervisor()

# -- where things are
ROOT = Path(__file__).resolve().parents[2]
HOME = Path(env.text("ONEWINDOW_HOME", str(ROOT / "var"))).resolve()
KEY_DIR = HOME / "keys"
FIELD_KEY_VERSION = 1  # of the key that encrypted columns are sealed with from now on
FILES_DIR = HOME / "files"
PORT = env.number("PORT", 8000, low=1, high=65535)
GATEWAY_WORKERS = env.number("ONEWINDOW_GATEWAY_WORKERS", min(2, os.cpu_count() or 1), low=1, high=64)
PUBLIC_URL = env.text("ONEWINDOW_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SIMULATED_URL = env.text("ONEWINDOW_SIMULATED_URL", f"http://127.0.0.1:{PORT + 100}")
CASHIER_URL = env.text("ONEWINDOW_CASHIER_URL", f"http://127.0.0.1:{PORT + 410}").rstrip("/")
CATALOGUE_SECONDS = 60.0  # how long a process goes on with the resource catalogue it read
SIMULATED_IDENTITY_URL = env.text("ONEWINDOW_SIMULATED_IDENTITY_URL", f"http://127.0.0.1:{PORT + 300}")
DEMO = env.flag("ONEWINDOW_DEMO", default=True)
SCANNER = env.text("ONEWINDOW_SCANNER", f"127.0.0.1:{PORT + 420}" if DEMO else "")
SCANNER_SIMULATED = DEMO and not env.text("ONEWINDOW_SCANNER")  # "off" where there is none
SET_CLOCK = env.for_tests("ONEWINDOW_SET_CLOCK", demo=DEMO, public_url=PUBLIC_URL)
CASHIER_SIMULATED = DEMO and not env.text("ONEWINDOW_CASHIER_URL")

# -- Django
DEBUG = False
SECRET_KEY_PATH = KEY_DIR / "django-secret"
SECRET_KEY = env.text("ONEWINDOW_SECRET") or (
    SECRET_KEY_PATH.read_text().strip() if SECRET_KEY_PATH.exists() else "not-yet-made"
)
ALLOWED_HOSTS = env.text("ONEWINDOW_HOSTS", "*").split(",")
ROOT_URLCONF = "onewindow.config.urls"
WSGI_APPLICATION = "onewindow.config.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = ["onewindow.identity.accounts.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "onewindow.identity.signin.strength.GuessableValidator"},
]
PASSWORD_HASHERS = [
    "onewindow.identity.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SIGN_IN_RULES = env.text("ONEWINDOW_SIGN_IN_RULES")
UPSTREAMS = env.text("ONEWINDOW_UPSTREAMS")
SIGN_IN_TRIES = env.number("ONEWINDOW_SIGN_IN_TRIES", 5, low=1, high=100)
SIGN_IN_LOCK_MINUTES = env.number("ONEWINDOW_SIGN_IN_LOCK_MINUTES", 15, low=1, high=1440)
LOGIN_URL = "identity:sign-in"
LOGIN_REDIRECT_URL = "/my/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # so that a 10 MB text is refused at its field
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

INSTALLED_APPS = [
    "onewindow.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "onewindow.ui",
    "onewindow.government",
    "onewindow.identity",
    "onewindow.documents",
    "onewindow.exchange",
    "onewindow.messages",
    "onewindow.forms",
    "onewindow.workflow",
    "onewindow.licences",
    "onewindow.payments",
    "onewindow.catalogue",
    "onewindow.decisions",
    "onewindow.cases",
    "onewindow.collaboration",
    "onewindow.halls",
    "onewindow.feedback",
    "onewindow.supervision",
    "onewindow.insight",
    "onewindow.portal",
]

MIDDLEWARE = [
    "onewindow.config.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onewindow.config.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onewindow.identity.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "onewindow.ui.refusals.RefusalMiddleware",
    *(["onewindow.config.set_clock.SetClockMiddleware"] if SET_CLOCK else []),
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "onewindow.ui.context.frame",
            ],
        },
    }
]

# -- database
DATABASES = {
    "default": env.database(env.text("DATABASE_URL"), HOME) | {"ENGINE": "onewindow.config.database"}
}

# -- language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# -- sessions, cookies, headers
SESSION_ENGINE = "onewindow.identity.signin.store"
SESSION_COOKIE_AGE = 24 * 3600  # identity ends sessions sooner: data/sign_in.yaml
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "onewindow.ui.refusals.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY = env.flag("ONEWINDOW_TLS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_PROXY
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# -- messages: the address of each channel's gateway; the part before @ in it is its token
MESSAGE_GATEWAYS = {
    "sms": env.text("ONEWINDOW_SMS_GATEWAY"),
    "email": env.text("ONEWINDOW_MAIL"),
    "wechat": env.text("ONEWINDOW_WECHAT_GATEWAY"),
}
MAIL_FROM = env.text("ONEWINDOW_MAIL_FROM", "广西政务服务 <noreply@onewindow.invalid>")

# -- static files
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
DESIGNERS = ROOT / "build" / "designers" / "static"  # what `make designers` fetched, if it ran
STATICFILES_DIRS = [DESIGNERS] if DESIGNERS.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- logs: to standard error, which the supervisor keeps in log/*.log
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "bug": {"()": "onewindow.config.requests.BugFormatter"},
        "access": {"format": "%(asctime)s %(message)s"},
    },
    "handlers": {
        "line": {"class": "logging.StreamHandler", "formatter": "line"},
        "bug": {"class": "logging.StreamHandler", "formatter": "bug"},
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
    },
    "root": {"handlers": ["line"], "level": "WARNING"},
    "loggers": {
        "onewindow": {"level": "INFO"},
        "onewindow.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": ["bug"], "level": "ERROR", "propagate": False},
    },
}
COUNT_CASES_UP_TO = 200_000
