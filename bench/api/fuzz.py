"""Ask a running server everything that its OpenAPI description allows, and much that it does not.

    python bench/api/fuzz.py [--examples 500] [--seed 1] [--phases coverage] [--path REGULAR_EXPRESSION]

Loads the sample dossier into a scratch database, serves it, and runs schemathesis over docs/openapi.yaml: examples,
boundaries, random cases and sequences, with the token of an administrator. Prints the seed, which gives the same cases
again, and the figures. Exits 1 when an answer is a server error, has an undocumented status, or is not what the
description says.
"""

import argparse
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.scratch_database import ROOT, scratch_database, set_up_django

# Only the API can say which cursors, slugs and days it takes, so a refusal of a well-formed value is no fault.
NOT_CHECKED = "positive_data_acceptance"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--examples", type=int, default=500, help="most random cases for each operation")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful", help="those of schemathesis")
    parser.add_argument("--path", default="", help="only addresses that match this regular expression")
    options = parser.parse_args()
    os.environ.setdefault("LOG_LEVEL", "ERROR")  # refusals are what is asked for here
    set_up_django()
    from django.conf import settings

    settings.API_REQUESTS_PER_MINUTE = settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN = 10**9
    settings.API_MOST_WAITING = 0  # nobody waits for a publication that never comes
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with scratch_database("factcheck_fuzz"):
        from bench.record.generate import load_sample

        load_sample()
        print(f"seed {options.seed}", flush=True)
        return fuzz(serve(), token_of_an_administrator(), options)


def token_of_an_administrator() -> str:
    from django.contrib.auth.models import Group

    from claims.models import ApiToken, User

    person = User.objects.create_user("fuzzer", public_name="Fuzzer")
    person.groups.add(Group.objects.get(name="administrator"))
    return ApiToken.issue(user=person, name="Fuzz", scopes=ApiToken.Scope.values)[1]


def serve() -> str:
    """Serve in threads of this process, so that the server ends with it; returns its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.test.testcases import QuietWSGIRequestHandler

    from factcheck.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def fuzz(address: str, token: str, options: argparse.Namespace) -> int:
    words = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(ROOT / "docs" / "openapi.yaml"), "--url", address),
        *("--seed", str(options.seed), "--max-examples", str(options.examples), "--exclude-checks", NOT_CHECKED),
        *("--continue-on-failure", "--no-color", "--workers", "2", "--request-timeout", "60"),
        *("--phases", options.phases),
        *("--header", f"Authorization: Bearer {token}"),
        *(("--include-path-regex", options.path) if options.path else ()),
    ]
    return subprocess.run(words, check=False, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
