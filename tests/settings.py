"""The project's settings as the tests see them: the same on every machine, except for DATABASE_URL."""

import os

from factcheck.environment import EXPECTED

for _name in EXPECTED.keys() - {"DATABASE_URL"}:
    os.environ.pop(_name, None)
os.environ["DEBUG"] = "1"
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 40

from factcheck.settings import *  # noqa: E402, F403
from factcheck.settings import DATABASES  # noqa: E402

# A test's rows are taken back anyway, so nothing is lost by not waiting for the disk.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files come straight from their folders; nothing is collected for a test.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Tests ask faster than any reader; those about the limit set their own.
API_REQUESTS_PER_MINUTE = API_REQUESTS_PER_MINUTE_WITH_TOKEN = 1_000_000
# A task runs at once, in the thread that asks for it. Tests of the queue itself set their own.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "long", "web"]}
}
# Several walks of bench/reliability/random_newsroom.py at once have a database each.
if _database := os.environ.get("NEWSROOM_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": _database}
# To compute a vector takes longer than most tests; those about meanings turn it on.
MEANINGS_ARE_COMPARED = False
