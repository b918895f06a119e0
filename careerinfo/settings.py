"""Every setting comes from the environment; README.md lists each variable with its default."""

import mimetypes
import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from .databases.configured import read_databases
from .environment import (
    HIGHEST_PORT,
    env,
    read,
    read_bind,
    read_bool,
    read_choice,
    read_email,
    read_folder,
    read_hosts,
    read_networks,
    read_number,
    read_redis,
    read_secret,
    read_text,
    starting_with,
)
from .safety.policies import PAGE

BASE_DIR = Path(__file__).resolve().parent.parent


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


VAR_DIR = read_folder("VAR_DIR", BASE_DIR / "var")
DEBUG = read_bool("DEBUG", default=False)
SECRET_KEY = read_secret_key()
# Earlier keys: what they signed and encrypted is read, and nothing new is.
SECRET_KEY_FALLBACKS = [key for key in env.list("SECRET_KEY_FALLBACKS", default=[]) if key]

PORT = read_number("PORT", 8000, "a port number", lowest=1, highest=HIGHEST_PORT)
BIND = read_bind("BIND", f"127.0.0.1:{PORT}")
WEB_CONCURRENCY = read_number("WEB_CONCURRENCY", 2, "a number of workers", lowest=1, highest=64)
THREADS = read_number("THREADS", 4, "a number of threads", lowest=1, highest=256)
FORWARDED_ALLOW_IPS = read_networks("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
try:
    _site = urlsplit(SITE_URL)
    _is_plain = f"{_site.scheme}://{_site.netloc}" == SITE_URL and _site.username is None and _site.port != 0
except ValueError:
    _site, _is_plain = urlsplit(""), False
if _site.scheme not in ("http", "https") or not _site.hostname or not _is_plain or not SITE_URL.isprintable():
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}; expected the site's own address, such as https://careers.example.org"
    )
# Pages that are the same for everybody, kept in memory by each process; while somebody works on the code none are.
PAGE_CACHE_MB = read_number("PAGE_CACHE_MB", 0 if DEBUG else 64, "a number of megabytes", lowest=0, highest=65_536)
# So long may those between the site and its visitors show a page after it was changed: nginx, a CDN.
PAGE_SHARED_SECONDS = read_number("PAGE_SHARED_SECONDS", 10, "a number of seconds", lowest=0, highest=86_400)
SITE_NAME = read_text("SITE_NAME", "Careerinfo")
CONTACT_EMAIL = read_email("CONTACT_EMAIL", "")
ALLOWED_HOSTS = read_hosts("ALLOWED_HOSTS", [_site.hostname, "127.0.0.1", "localhost"])

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "csp",
]

MIDDLEWARE = [
    "careerinfo.safety.headers.SafeHeaders",
    "careerinfo.databases.failing.DatabaseFailures",
    "careerinfo.middleware.no_body_for_head",
    "careerinfo.middleware.utf_8_only",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "careerinfo.middleware.links_fetched_ahead",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "careerinfo.safety.bodies.BoundedBodies",
    "django.middleware.common.CommonMiddleware",
    "careerinfo.moved.old_addresses",
    "careerinfo.staff_requests.StaffRequests",
    "careerinfo.staff_login.login_leads_to_a_page",
    "careerinfo.methods.AllowedMethods",
    "careerinfo.safety.visits.LimitedVisits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "careerinfo.signing_in.sessions.StaffSessions",
    "careerinfo.publishing_due.PublishingDue",
    "careerinfo.databases.replica.FromReplica",
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

DATABASES = read_databases(VAR_DIR)
DATABASE_ROUTERS = ["careerinfo.databases.replica.Router"] if "replica" in DATABASES else []
# For visits alone: an import or a migration takes as long as it takes.
DATABASE_STATEMENT_SECONDS = read_number("DATABASE_STATEMENT_SECONDS", 30, "a number of seconds", lowest=1, highest=600)
DATABASE_LOCK_SECONDS = read_number("DATABASE_LOCK_SECONDS", 10, "a number of seconds", lowest=1, highest=600)
REDIS_URL = read_redis("REDIS_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = read_folder("STATIC_DIR", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Browsers take them as nothing else; WhiteNoise has a table of its own, developers' server has Python's.
WHITENOISE_MIMETYPES = {".speculationrules": "application/speculationrules+json"}
mimetypes.add_type(WHITENOISE_MIMETYPES[".speculationrules"], ".speculationrules")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "careerinfo.static_files.CompressedOnce"
    },
}

# Mail providers that are reached by their own interface, and what proves that a provider's event is the provider's: the
# setting of its signature where it signs, a name and a password ("name:password") where it does not.
MAIL_PROVIDERS = {
    "": "",
    "brevo": "WEBHOOK_SECRET",
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "mailjet": "WEBHOOK_SECRET",
    "mailtrap": "MAILTRAP_TRACKING_SECRET",
    "postal": "POSTAL_WEBHOOK_KEY",
    "postmark": "WEBHOOK_SECRET",
    "sparkpost": "WEBHOOK_SECRET",
}
MAIL_PROVIDER = read_choice("MAIL_PROVIDER", "", MAIL_PROVIDERS)
# ANYMAIL_MAILGUN_API_KEY and the like, as Anymail's documentation names them.
ANYMAIL = starting_with("ANYMAIL_")
MAIL_EVENTS = bool(MAIL_PROVIDER and ANYMAIL.get(MAIL_PROVIDERS[MAIL_PROVIDER]))
if MAIL_PROVIDER:
    ANYMAIL["REQUESTS_TIMEOUT"] = 20
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
elif env.str("EMAIL_URL", default=""):
    vars().update(read(env.email_url, "EMAIL_URL", "", "an address such as smtp+tls://user:password@host:587"))
else:
    EMAIL_BACKEND = "careerinfo.private_files.Mailbox"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
# Whether the web server runs a mail worker beside it; where another service runs one it need not.
MAIL_WORKER = read_bool("MAIL_WORKER", default=True)
MAIL_PER_SECOND = read_number("MAIL_PER_SECOND", 10, "a number of mails", lowest=0, highest=10_000)
MAIL_PER_DOMAIN = read_number("MAIL_PER_DOMAIN", 300, "a number of mails", lowest=0, highest=1_000_000)
MAIL_LATE_HOURS = read_number("MAIL_LATE_HOURS", 24, "a number of hours", lowest=1, highest=8_760)
MAIL_RETENTION_DAYS = read_number("MAIL_RETENTION_DAYS", 90, "a number of days", lowest=1, highest=3_650)
MAIL_KEY_HEADER = env.str("MAIL_KEY_HEADER", default="").strip()
if MAIL_KEY_HEADER and not re.fullmatch(r"[A-Za-z0-9-]+", MAIL_KEY_HEADER):
    raise ImproperlyConfigured(f"MAIL_KEY_HEADER is {MAIL_KEY_HEADER!r}; expected a name such as Idempotency-Key.")
# Outside of the database: what tells that the database was put back from a copy.
MAIL_MARK = VAR_DIR / "mail_mark"
# Outside of it too: whom a backup that is put back would bring back, as hashes.
GONE_LIST = VAR_DIR / "gone"
BACKUP_DIR = read_folder("BACKUP_DIR", VAR_DIR / "backups")
BACKUPS_KEPT = read_number("BACKUPS_KEPT", 14, "a number of backups", lowest=1, highest=10_000)
BACKUP_WARN_DAYS = read_number("BACKUP_WARN_DAYS", 2, "a number of days", lowest=1, highest=365)
DEFAULT_FROM_EMAIL = read_email("DEFAULT_FROM_EMAIL", CONTACT_EMAIL or f"no-reply@{_site.hostname}", with_name=True)

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE is {TIME_ZONE!r}; expected a name such as America/New_York.")
USE_TZ = True
USE_I18N = False
FORMAT_MODULE_PATH = "careerinfo.formats"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "careerinfo.signing_in.passwords.NotOfThisSite"},
]
# Django's usual one, but one password at a time.
PASSWORD_HASHERS = ["careerinfo.signing_in.hashing.InTurn"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

HTTPS = _site.scheme == "https"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
_hsts_seconds = read_number("HSTS_SECONDS", 31_536_000, "a number of seconds", lowest=0, highest=315_360_000)
SECURE_HSTS_SECONDS = _hsts_seconds if HTTPS else 0
# HSTS for subdomains and browsers' preload lists bind other servers of the owner's domain: for the owner to decide.
_hsts_scope = read_choice("HSTS_SCOPE", "host", ["host", "subdomains", "preload"])
SECURE_HSTS_INCLUDE_SUBDOMAINS = _hsts_scope != "host"
SECURE_HSTS_PRELOAD = _hsts_scope == "preload"
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# Browsers take cookies of such names from this host alone, over https, and for the whole of it.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
# Not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# On one's own machine a newcomer signs in with the password that `make run` printed.
STAFF_MFA_REQUIRED = read_bool("STAFF_MFA_REQUIRED", default=HTTPS)
STAFF_IDLE_HOURS = read_number("STAFF_IDLE_HOURS", 12, "a number of hours", lowest=1, highest=336)
SIGN_IN_RETENTION_DAYS = read_number("SIGN_IN_RETENTION_DAYS", 90, "a number of days", lowest=1, highest=3_650)
ACCOUNT_ADAPTER = "careerinfo.signing_in.adapters.StaffAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"reauthenticate": "careerinfo.signing_in.forms.PasswordAgainForm"}
# Tries are counted in the database, for all processes together: careerinfo/signing_in/guessing.py.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "careerinfo.signing_in.adapters.SecondSteps"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "careerinfo.signing_in.forms.CodeForm",
    "reauthenticate": "careerinfo.signing_in.forms.CodeAgainForm",
    "activate_totp": "careerinfo.signing_in.forms.FirstCodeForm",
    "login_webauthn": "careerinfo.signing_in.passkeys.PasskeySignInForm",
    "authenticate_webauthn": "careerinfo.signing_in.passkeys.PasskeyStepForm",
    "reauthenticate_webauthn": "careerinfo.signing_in.passkeys.PasskeyAgainForm",
    "add_webauthn": "careerinfo.signing_in.passkeys.NewPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
# Clocks of phones differ, and people type slowly: the code before and the one after are right too.
MFA_TOTP_TOLERANCE = 1
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PAGE}
# A question of 10,000 characters in any script is refused by the form with its text kept; what is larger is cut off,
# unless somebody who is signed in sent it.
FORM_BYTES = 131_072
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Of one network, which may be a whole school's: signups/every_limit.py.
SEARCHES_PER_MINUTE = read_number("SEARCHES_PER_MINUTE", 6_000, "a number of searches", lowest=10, highest=1_000_000)
# So many addresses are asked to confirm within an hour; whoever comes then waits, and staff are told.
SIGNUPS_PER_HOUR = read_number("SIGNUPS_PER_HOUR", 300, "a number of signups", lowest=1, highest=100_000)
SIGNUP_RETENTION_DAYS = read_number("SIGNUP_RETENTION_DAYS", 365, "a number of days", lowest=1, highest=3_650)
QUESTION_RETENTION_DAYS = read_number("QUESTION_RETENTION_DAYS", 365, "a number of days", lowest=1, highest=3_650)
# What askers are promised, in days: that somebody reads it, that an expert answers, that an answer is looked through.
QUESTION_REVIEW_DAYS = read_number("QUESTION_REVIEW_DAYS", 3, "a number of days", lowest=1, highest=365)
QUESTION_ANSWER_DAYS = read_number("QUESTION_ANSWER_DAYS", 14, "a number of days", lowest=1, highest=365)
# So long after a promised day that nobody kept, a question is closed, and its asker told.
QUESTION_CLOSE_DAYS = read_number("QUESTION_CLOSE_DAYS", 30, "a number of days", lowest=1, highest=365)
# So long after the answer the asker's address is kept, unless they get updates there.
ASKER_RETENTION_DAYS = read_number("ASKER_RETENTION_DAYS", 90, "a number of days", lowest=1, highest=3_650)
# For schools: nobody is asked for an address or an age, and askers get a code to write down.
QUESTIONS_WITHOUT_ADDRESS = read_bool("QUESTIONS_WITHOUT_ADDRESS", default=False)
VERSION_RETENTION_DAYS = read_number("VERSION_RETENTION_DAYS", 730, "a number of days", lowest=1, highest=3_650)
VERSIONS_KEPT = read_number("VERSIONS_KEPT", 100, "a number of versions", lowest=2, highest=10_000)
# Of the pages viewed most so many are rendered again after a change, before somebody asks for them; 0 for none.
WARM_PAGES = read_number("WARM_PAGES", 200, "a number of pages", lowest=0, highest=10_000)
# So long it is kept how often each page was viewed on a day.
PAGE_VIEW_DAYS = read_number("PAGE_VIEW_DAYS", 400, "a number of days", lowest=1, highest=3_650)
# Publishers' files that staff upload at once, and whether they may have this site fetch them.
IMPORT_UPLOAD_MB = read_number("IMPORT_UPLOAD_MB", 600, "a number of megabytes", lowest=1, highest=100_000)
IMPORT_FETCHING = read_bool("IMPORT_FETCHING", default=True)
# The hour of the day, in TIME_ZONE, at which digests of changes are sent.
DIGEST_HOUR = read_number("DIGEST_HOUR", 8, "an hour of the day", lowest=0, highest=23)
READING_GRADE = read_number("READING_GRADE", 10, "a school grade", lowest=1, highest=30)

# Who may read /metrics; without either, nobody.
METRICS_TOKEN = read_secret("METRICS_TOKEN")
METRICS_ALLOW = read_networks("METRICS_ALLOW", "")
LOG_FORMAT = read_choice("LOG_FORMAT", "plain", ["plain", "json"])
# One line for each request, without who asked.
LOG_REQUESTS = read_bool("LOG_REQUESTS", default=False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "careerinfo.watching.logs.Json"},
    },
    "filters": {"without keys": {"()": "careerinfo.keys_in_logs.WithoutKeys"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["without keys"]},
        # Without any handler Python writes to stderr by itself.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would mail tracebacks and stay silent on stderr in production.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Scanners send made-up host names, paths and forms all day; they get their 400, and what they sent is not kept.
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "careerinfo": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
