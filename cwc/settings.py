"""The settings of CWC, read from the environment; unset, they serve a demo on this machine.

DATABASE_URL alone chooses the database. CWC_SECRET_KEY is required unless CWC_DEBUG is on or
the local key file (made by bin/demo) exists.
"""
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from cases.database import connection_settings

from . import checks  # noqa: F401 (registers itself)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = env.bool("CWC_DEBUG", default=False)
ALLOWED_HOSTS = env.list("CWC_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CWC_TRUSTED_ORIGINS", default=[])


def _secret_key() -> str:
    """The key from the environment, else from the file that bin/demo made once."""
    key_file = VAR_DIR / "secret_key"
    if key := env.str("CWC_SECRET_KEY", default=""):
        return key
    if key_file.exists():
        return key_file.read_text().strip()
    if DEBUG:
        return "debug-only-key-that-protects-nothing"
    raise ImproperlyConfigured("Set CWC_SECRET_KEY (a long random text), or run bin/demo once.")


SECRET_KEY = _secret_key()
DATABASES = {"default": connection_settings(env.str("DATABASE_URL", default=""), VAR_DIR)}

INSTALLED_APPS = [
    "cases",
    "reports",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "import_export",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "cwc.middleware.private_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cases.new_day.look_first",
    "cases.audit.middleware.AuditedRequests",
    "cases.accounts.sessions.end_overdue",
    "cases.accounts.factor_first.SecondFactorFirst",
    "cases.resume.ResumeOrLogIn",
    "cases.accounts.confirm.ConfirmFirst",
    "cases.gate.decided_views_only",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cwc.urls"
WSGI_APPLICATION = "cwc.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [BASE_DIR / "templates"],
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "cases.context.frame",
        ],
    },
}]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "cases.User"
AUTHENTICATION_BACKENDS = ["cases.accounts.backend.LimitedBackend"]
# The first one hashes; a password hashed by another one is hashed anew when its owner next logs in.
PASSWORD_HASHERS = ["cases.accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "cases.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["username", "name"]}},
    {"NAME": "cases.accounts.passwords.CommonValidator"},
    {"NAME": "cases.accounts.passwords.FieldWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "login"

# Roles that must log in with a second factor, and proxies whose X-Forwarded-For may be believed.
MFA_IS_DECIDED = bool(env.str("CWC_MFA_ROLES", default=""))
MFA_ROLES = [role for role in env.list("CWC_MFA_ROLES", default=[]) if role != "none"]
PROXIES = env.int("CWC_PROXIES", default=0)
if unknown := set(MFA_ROLES) - {"coordinator", "supervisor", "admin"}:
    raise ImproperlyConfigured(f"CWC_MFA_ROLES knows coordinator, supervisor and admin, not {', '.join(unknown)}.")
# allauth runs every log-in; what would need a mail server, and its counters in the cache, are off (cases/accounts).
ACCOUNT_ADAPTER = "cases.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "cases.accounts.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 12

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cwc.finders.BootstrapFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cwc.storage.StaticFiles"},
}
FIXTURES = BASE_DIR / "fixtures"
# Files of more rows than this are checked and imported by the background worker (manage.py run_worker).
DIRECT_ROWS = env.int("CWC_DIRECT_ROWS", default=2_000)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DRAFT_DAYS = env.int("CWC_DRAFT_DAYS", default=14)  # that a draft waits to be gone on with

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = [
    "cwc.uploads.CutAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Behind TLS the cookies are bound to this host; the demo on 127.0.0.1 speaks plain HTTP.
HTTPS = env.bool("CWC_HTTPS", default=False)
SESSION_COOKIE_AGE = SESSION_ENDS_AFTER = 10 * 60 * 60
SESSION_IDLE_FOR = 30 * 60
CONFIRM_FOR = 15 * 60  # that a password given is good enough for exports, files and roles
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cases.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Nothing of a record may reach a log: cwc/logs.py leaves the values out. No error is mailed (ADMINS stays empty).
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "cwc.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refused page (403, 404, 422) is an answer, not an event: only errors of ours are logged.
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Django's own handler prints with values, and its mails hold whole requests.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}

# Where verify_audit keeps the audit's head outside of the database; unset, it keeps none.
AUDIT_ANCHOR = env("CWC_AUDIT_ANCHOR", cast=Path, default=None)

# How an import says what it would do to the figures: cases knows no report, so it is told here who does.
IMPORT_EFFECT = "reports.effects.effect"
