"""The settings of the product with other addresses: what the product is measured against, on the same database."""

from factcheck.settings import *  # noqa: F403

ROOT_URLCONF = "bench.api.yardstick"
# As bare as Django can be, so that the yardstick is not made slower than it has to be.
MIDDLEWARE: list[str] = []
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}
SECURE_SSL_REDIRECT = False
