"""Every setting comes from the environment; README.md lists each variable with its default."""

import warnings
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def read(cast, name: str, default, expected: str):
    """The environment's value of `name`; ImproperlyConfigured in one line when it is not `expected`."""
    try:
        with warnings.catch_warnings(action="error", category=UserWarning):
            return cast(name, default=default)
    except (ValueError, KeyError, TypeError, UserWarning, ImproperlyConfigured) as error:
        # An address may hold a password, which must not be printed.
        shown = "cannot be read" if name.endswith("_URL") else f"is {env.str(name)!r}"
        raise ImproperlyConfigured(f"{name} {shown}; expected {expected}.") from error


def read_secret_key() -> str:
    key_file = VAR_DIR / "secret_key"
    key = env.str("SECRET_KEY", default="")
    if not key and key_file.is_file():
        key = key_file.read_text().strip()
    if not key:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing; set it to 50 or more random characters, or run 'make run' once, which makes one."
        )
    return key


def read_bool(name: str, *, default: bool) -> bool:
    value = env.str(name, default="").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is {value!r}; expected true or false.")
    return default


VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DEBUG = read_bool("DEBUG", default=False)
SECRET_KEY = read_secret_key()

PORT = read(env.int, "PORT", 8000, "a port number such as 8000")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
try:
    _site = urlsplit(SITE_URL)
except ValueError:
    _site = urlsplit("")
if _site.scheme not in ("http", "https") or not _site.hostname or _site.path:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}; expected the site's own address, such as https://careers.example.org"
    )
SITE_NAME = env.str("SITE_NAME", default="Careerinfo")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname, "127.0.0.1", "localhost"])

INSTALLED_APPS = [
    "careerinfo",
    "careers",
    "schools",
    "signups",
    "careerinfo.staff_site.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "adminsortable2",
    "csp",
]

MIDDLEWARE = [
    "careerinfo.headers.utf_8_only",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "careerinfo.urls"
WSGI_APPLICATION = "careerinfo.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careerinfo.context.site",
            ],
        },
    }
]

DATABASES = {
    "default": read(
        env.db_url,
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'careerinfo.sqlite3'}",
        "an address such as postgres://user:password@host:5432/name",
    )
}
_engine = DATABASES["default"].get("ENGINE")
if _engine == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
elif _engine == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = read(env.int, "DATABASE_CONN_MAX_AGE", 60, "a number of seconds")
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured("DATABASE_URL names no database that is supported; use sqlite:// or postgres://.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

if env.str("EMAIL_URL", default=""):
    vars().update(read(env.email_url, "EMAIL_URL", "", "an address such as smtp+tls://user:password@host:587"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=CONTACT_EMAIL or f"no-reply@{_site.hostname}")

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE is {TIME_ZONE!r}; expected a name such as America/New_York.")
USE_TZ = True
USE_I18N = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

HTTPS = _site.scheme == "https"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = read(env.int, "HSTS_SECONDS", 31_536_000, "a number of seconds") if HTTPS else 0
# HSTS for subdomains and browser preload lists bind other servers of the owner's domain: not this site's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# A question of 10,000 characters is refused by the form with its text kept; only far larger bodies are cut off here.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SIGNUP_RETENTION_DAYS = read(env.int, "SIGNUP_RETENTION_DAYS", 365, "a number of days")
QUESTION_RETENTION_DAYS = read(env.int, "QUESTION_RETENTION_DAYS", 365, "a number of days")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would mail tracebacks and stay silent on stderr in production.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Scanners send made-up host names all day; they get their 400.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "careerinfo": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
