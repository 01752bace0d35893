"""Django's settings. Everything that differs from one installation to another comes from the environment."""

from datetime import timedelta
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from factcheck.environment import BASE_DIR, VAR_DIR, load_environment

environment = load_environment()


DEBUG = environment.debug
SECRET_KEY = environment.signing_key
SECRET_KEY_FALLBACKS = list(environment.secret_key_fallbacks)
ALLOWED_HOSTS = environment.hosts
CSRF_TRUSTED_ORIGINS = list(environment.csrf_trusted_origins)

# What pages, the API and the record say about this installation.
SITE_URL = environment.public_url
SITE_NAME = environment.site_name
LICENSE_URL = environment.license_url
METHODOLOGY_VERSION = environment.methodology_version
# Ed25519 seeds in base64, newest first; while keys change, both sign.
RECORD_SIGNING_KEYS = environment.signing_seeds

INSTALLED_APPS = [
    "claims.apps.ClaimsConfig",
    "factcheck.apps.FactcheckConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "csp",
]

MIDDLEWARE = [
    # Outermost: every request has a name in the log, also one that the others refuse.
    "factcheck.requests.NamedRequests",
    # Around everything else that answers: nothing leaves without the rules for browsers.
    "factcheck.browser_rules.BrowserRules",
    # For probes, which ask by an address and in plain http.
    "factcheck.health.HealthPages",
    "factcheck.replicas.middleware.ReadFromReplicas",
    # First of the site's own, so that what the others refuse below /api/ comes in the API's shape.
    "claims.api.middleware.ApiMiddleware",
    "claims.pages.unavailable.Unavailable",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before whatever only pages and people with an account need.
    "claims.api.kept.KeptAnswers",
    "claims.api.ready.ReadyAnswers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "claims.accounts.middleware.AccountMiddleware",
    # After authentication: the events that it labels carry the user.
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "claims.pages.not_found.PlainNotFound",
    # Last: in place of the answer to a log-in that failed too often it gives the page that says so.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

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
            ],
        },
    },
]

# --- Database

# A query that runs away, a forgotten lock or a transaction left open must not take the site with it.
SESSION_LIMITS = {
    "statement_timeout": environment.statement_timeout,
    "lock_timeout": 5_000,
    "idle_in_transaction_session_timeout": 60_000,
}
# How soon TCP gives up on a server that is silent; until then a reused connection is taken to be alive.
VANISHED_SERVER = {
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    # A server that is there takes a connection in milliseconds, or says why not.
    "connect_timeout": 2,
}
CONNECTION: dict[str, Any] = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
    # Nobody waits for a server that has stopped answering; see factcheck/database/silence.py.
    "GIVES_UP_ON_SILENCE": not DEBUG,
}


def database(address: str, engine: str = "factcheck.database", **session: object) -> dict[str, Any]:
    if not address:
        chosen: dict[str, Any] = {"ENGINE": "factcheck.embedded_database", "NAME": "factcheck", "OPTIONS": {}}
    else:
        chosen = dict(dj_database_url.parse(address, engine=engine))
    options = {**VANISHED_SERVER, **(chosen.get("OPTIONS") or {})}
    limits = " ".join(f"-c {name}={value}" for name, value in {**SESSION_LIMITS, **session}.items())
    # What the address itself sets comes last and wins.
    options["options"] = f"{limits} {options.get('options', '')}".strip()
    return {**chosen, **CONNECTION, "OPTIONS": options}


DATABASES = {"default": database(environment.database_url)}
# Where DATABASE_URL is a pooler that lends connections for one transaction, what needs a connection of its own (hearing
# of publications, backups, migrations) goes to the server itself, and no cursor outlives a transaction.
DATABASE_FOR_SESSIONS = "direct" if environment.database_direct_url else "default"
if environment.database_direct_url:
    DATABASES["direct"] = {**database(environment.database_direct_url), "TEST": {"MIRROR": "default"}}
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
# Standby servers that strangers' requests read from; see factcheck/replicas/.
REPLICAS = [f"replica_{number}" for number in range(1, len(environment.replica_urls) + 1)]
REPLICA_SECONDS_BEHIND = environment.replica_seconds_behind
for alias, address in zip(REPLICAS, environment.replica_urls, strict=True):
    replica = database(address, "factcheck.replicas.database", default_transaction_read_only="on")
    # A pooler may stand before it too.
    DATABASES[alias] = {**replica, "DISABLE_SERVER_SIDE_CURSORS": True, "TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["factcheck.replicas.routing.ReplicaRouter"] if REPLICAS else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Every change to a tracked table is an event that the database refuses to alter. Reading changes nothing, so GET is
# not labelled.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Pages and answers that a process has made from the record. Not while templates are being written.
RESPONSES_ARE_KEPT = not DEBUG
# Each process listens for publications over a connection of its own, so that it need not ask at every request.
RECORD_IS_WATCHED = not DEBUG

# With the extra “semantic”: claims are also found by what they mean (docs/search.md).
MEANINGS_ARE_COMPARED = True

# --- Work beside the site: manage.py run_worker

# What may take minutes goes to "long", and what asks other people's servers to "web": nobody's mail waits for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long", "web"]}}
# By name: the task's dotted path, and the time between two starts.
PERIODIC_TASKS = {
    "mail-notifications": {"task": "claims.notices.mail.mail_due", "every": timedelta(minutes=1)},
    "forget-expired-sessions": {
        "task": "claims.accounts.housekeeping.forget_expired_sessions",
        "every": timedelta(days=1),
    },
    "forget-read-notifications": {"task": "claims.notices.housekeeping.forget_read", "every": timedelta(days=1)},
    "forget-finished-tasks": {"task": "claims.background.housekeeping.forget_finished", "every": timedelta(days=1)},
    "check-links": {"task": "claims.intake.recheck.checking.check_due_links", "every": timedelta(minutes=1)},
    "tell-reviews-due": {"task": "claims.intake.recheck.review_due.tell_reviews_due", "every": timedelta(hours=6)},
    "forget-old-imports": {"task": "claims.intake.rows.imports.forget_old_imports", "every": timedelta(days=1)},
}

# --- Links of sources and articles

LINK_CHECKS = environment.link_checks_are_on
LINK_CHECK_EVERY = timedelta(days=14)
# Between two requests to one host.
LINK_CHECK_PAUSE = timedelta(seconds=30)
# The class that is asked for lasting copies; see claims/intake/recheck/archiving.py.
ARCHIVER = environment.archiver

# --- People

AUTH_USER_MODEL = "claims.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
RULES_FOR_PASSWORDS: dict[str, dict[str, Any]] = {
    "UserAttributeSimilarityValidator": {"user_attributes": ("username", "public_name", "email")},
    # Length beats odd characters, so no rule asks for those.
    "MinimumLengthValidator": {"min_length": 12},
    "CommonPasswordValidator": {},
    "NumericPasswordValidator": {},
}
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in RULES_FOR_PASSWORDS.items()
    ),
    {"NAME": "claims.accounts.passwords.NotAboutThisSite", "OPTIONS": {}},
]
LOGIN_URL = "admin:login"
# Beside what Django keeps: whose session it is, from where, and when it was last used.
SESSION_ENGINE = "claims.models.session"
# Nobody works on without a break for so long (docs/accounts.md). An interview does not end a session; the night does.
SESSION_COOKIE_AGE = 8 * 60 * 60
# From the log-in, however much is done in it.
SESSION_LIFETIME = timedelta(hours=24)
# Not in a cookie: messages name drafts.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECOND_FACTOR_REQUIRED = not DEBUG if environment.second_factor_required is None else environment.second_factor_required
OTP_TOTP_ISSUER = SITE_NAME

# Five wrong passwords or codes for one account from one address, and that address waits a quarter of an hour for that
# account. Trying on does not make it longer.
AXES_HANDLER = "claims.accounts.lockout.LockOut"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "claims.accounts.address.client_network"
AXES_USERNAME_CALLABLE = "claims.accounts.lockout.name_in_the_table"
AXES_LOCKOUT_CALLABLE = "claims.admin.account.log_in.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "code", "csrfmiddlewaretoken"]
# Who logged in is in the log and in the sessions; no third place.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Mail

# Without a server it is printed while trying, and not sent at all in production.
MAIL_IS_SENT = DEBUG or bool(environment.email_host)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if environment.email_host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = environment.email_host
EMAIL_PORT = environment.email_port
EMAIL_HOST_USER = environment.email_user
EMAIL_HOST_PASSWORD = environment.email_password
EMAIL_USE_TLS = environment.email_security == "starttls"
EMAIL_USE_SSL = environment.email_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.email_from or "factcheck@localhost"

# --- Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "claims" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# With this beginning a browser takes a cookie over https only, and for this host alone.
COOKIE_PREFIX = "" if DEBUG else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
# To be in the list that browsers bring along is a promise that only the owner of the domain can make.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# The web server in front tells whether the reader came by https; it must set this header itself on every request.
SECURE_PROXY_SSL_HEADER = None if DEBUG else ("HTTP_X_FORWARDED_PROTO", "https")

# More than an article may have, so that one of five megabytes is answered in words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- API

# Readers of the change feed that one process lets wait at the same time: fewer than it has threads.
API_MOST_WAITING = 4
API_SECONDS_BETWEEN_QUERIES = 0.5
# For one address without an account.
API_REQUESTS_PER_MINUTE = environment.api_requests_per_minute
# For all tokens of one account together.
API_REQUESTS_PER_MINUTE_WITH_TOKEN = environment.api_requests_per_minute_with_token
API_CACHE_SECONDS = 30
API_STALE_SECONDS = 600

# Webhooks go to the internet only; a message into the server's own network could do there what its sender may.
WEBHOOKS_TO_PRIVATE_ADDRESSES = False

# What editors give the address of is fetched from web servers of the internet only. A newsroom may list servers of its
# own network here, each as "10.0.0.8:80": address and port.
FETCHING_PORTS = (80, 443)
FETCHING_ALSO_FROM: frozenset[str] = frozenset()

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": [
        "claims.api.rendering.FastJSONRenderer",
        *(["rest_framework.renderers.BrowsableAPIRenderer"] if DEBUG else []),
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"],
    "DEFAULT_SCHEMA_CLASS": "claims.api.schema.PublicSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DATETIME_FORMAT": "iso-8601",
    # `Accept` chooses the representation; a parameter that does the same would be one more to keep for years.
    "URL_FORMAT_OVERRIDE": None,
    # How many servers in front add to X-Forwarded-For; anything further left was written by the client.
    "NUM_PROXIES": 0 if DEBUG else 1,
}

SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": "Claims, their evidence and verdicts, and the public record that anyone can verify.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "Licence of the data", "url": LICENSE_URL},
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # Served from here, never from somebody else's network.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "claims.api.schema.add_shapes",
    ],
}
DRF_STANDARDIZED_ERRORS = {
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": False,
    "EXCEPTION_HANDLER_CLASS": "claims.api.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "claims.api.problems.ProblemFormatter",
}

# --- Looking after the site: /health/live/, /health/ready/ and, with a token, /health/metrics/

METRICS_TOKEN = environment.metrics_token
# For /.well-known/security.txt; without it there is none.
SECURITY_CONTACT = environment.security_contact

# --- Log: one line an event, on stderr, for whoever runs the process to collect

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "factcheck.logs.OneLineFormatter"},
        "json": {"()": "factcheck.logs.JSONFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json" if environment.log_is_json else "line"}
    },
    "root": {"handlers": ["stderr"], "level": environment.log_level},
    "loggers": {
        # Django's own handlers would print the same event a second time.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Django leaves it to the server to cut the body off the answer to HEAD; gunicorn warns each time that it did.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # A line for each start and end of a task, and one a second from a worker with nothing to do.
        # What it has to tell is told by factcheck.security, without names as they were typed.
        "axes": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
