"""Django settings of Jalon; `docs/installation.md` lists what the environment may set."""

import dj_database_url
from csp.constants import NONE, SELF

from jalon.config.environment import (
    IGN_TILES,
    REPOSITORY,
    flag,
    folder,
    mail_server,
    number,
    openid_connect,
    secret_key,
    site_host,
    text,
    tile_hosts,
    words,
)

JALON_HOME = folder("JALON_HOME", default=REPOSITORY / "var")
JALON_REGION = folder("JALON_REGION", default=REPOSITORY / "regions" / "centre-val-de-loire")
JALON_HOME.mkdir(parents=True, exist_ok=True)

SECRET_KEY = secret_key(JALON_HOME)
DEBUG = flag("JALON_DEBUG")
# What the addresses of mails begin with: a mail is made without a request.
SITE_URL = text("JALON_SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = words("JALON_ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")

INSTALLED_APPS = [
    "jalon.config",
    "jalon.portal",
    "jalon.guidance",
    "jalon.agenda",
    "jalon.training",
    "jalon.surveys",
    "jalon.journal",
    "jalon.occupations",
    "jalon.directory",
    "jalon.territory",
    "jalon.sources",
    "jalon.search",
    "jalon.outbox",
    "jalon.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "leaflet",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jalon.directory.middleware.second_factor_first",
    "jalon.directory.middleware.last_seen",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "jalon.config.urls"
WSGI_APPLICATION = "jalon.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "jalon.territory.context.region",
            ],
            "builtins": ["jalon.ui.templatetags.ui", "django.templatetags.static"],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        "PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;"
    ),
}
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{JALON_HOME / 'jalon.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages are the same for everybody: each process keeps those just asked for. 0 keeps none.
PAGE_SECONDS = 0 if DEBUG else 60
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1200},  # about 500 pages, 25 MB a process
    },
    # What answers give, so that going back is quick: forgotten after PAGE_SECONDS, never written.
    "answers": {
        "BACKEND": "jalon.ui.services.memory.ForgettingMemory",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": 600},  # about 300 pages, 15 MB a process
    },
    # Booklets to print are long to make: all processes share those made.
    "documents": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": JALON_HOME / "documents",
        "OPTIONS": {"MAX_ENTRIES": 100},  # about 50 MB
    },
    # So are whole calendars, each kept until something in it changes.
    "calendars": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": JALON_HOME / "calendars",
        "OPTIONS": {"MAX_ENTRIES": 60},  # about 50 MB
    },
}

# Accounts are for the network: nobody needs one to search or read (docs/decisions/0005 and 0012).
AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = ["jalon.directory.backends.AccountBackend"]
LOGIN_URL = "directory:sign_in"
LOGIN_REDIRECT_URL = "portal:staff"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds that a link to a new password opens
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jalon.directory.services.passwords.GuessablePasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
# allauth keeps the steps of signing in, the codes and the sessions; none of its pages is exposed.
ACCOUNT_ADAPTER = "jalon.directory.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # what its checks ask for: nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_RATE_LIMITS = False  # `services.sign_in` counts attempts, for all processes
MFA_ADAPTER = "jalon.directory.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SOCIALACCOUNT_ADAPTER = "jalon.directory.adapters.FederationAdapter"
SOCIALACCOUNT_PROVIDERS = openid_connect(
    issuer=text("JALON_OIDC_ISSUER"),
    client=text("JALON_OIDC_CLIENT_ID"),
    secret=text("JALON_OIDC_CLIENT_SECRET"),
    name=text("JALON_OIDC_NAME", default="le compte de votre organisme"),
)
SESSION_COOKIE_AGE = 8 * 3600  # a working day, in seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # forgotten when the browser closes
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jalon.portal.views.stale_form"
JALON_PROXIES = number("JALON_PROXIES")
# Where partners' calendars may be asked for; only ever on the public network.
FEED_PORTS = [int(port) for port in words("JALON_FEED_PORTS", default="80,443") if port.isdecimal()]

# The interactive map: pictures of the ground come from another site, and only when a person asks for them.
MAP_TILES = text("JALON_MAP_TILES", default=IGN_TILES)
MAP_CREDIT = text("JALON_MAP_CREDIT", default="© IGN, Géoplateforme" if MAP_TILES == IGN_TILES else "")
MAP_HOSTS = tile_hosts(MAP_TILES)
LEAFLET_CONFIG = {"TILES": []}  # nothing is fetched from the site that this package would choose

# Mail: a server, or a folder for development; without either, messages wait (docs/decisions/0009).
SMTP = mail_server(text("JALON_SMTP_URL"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = SMTP.host
EMAIL_PORT = SMTP.port
EMAIL_HOST_USER = SMTP.user
EMAIL_HOST_PASSWORD = SMTP.password
EMAIL_USE_TLS = SMTP.starttls
EMAIL_USE_SSL = SMTP.tls
EMAIL_TIMEOUT = 30  # seconds that each word of the server may take
MAIL_FOLDER = folder("JALON_MAIL_FOLDER", default=JALON_HOME) if text("JALON_MAIL_FOLDER") else None
DEFAULT_FROM_EMAIL = text("JALON_MAIL_FROM", default=f"ne-pas-repondre@{site_host(SITE_URL)}")

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = JALON_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if flag("JALON_HTTPS"):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "jalon.config.logs.HiddenSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"jalon": {"level": "INFO"}, "weasyprint": {"level": "ERROR"}},
}
