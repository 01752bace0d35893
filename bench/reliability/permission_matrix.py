"""R8: every role, route and method does what the table in docs/permissions.md says.

    python bench/reliability/permission_matrix.py [--short] [--write]

Asks for every route of the working API and of the admin as a stranger, as somebody without a role and as each role,
about rows that exist, and compares with the written table. Nothing that is asked for is kept. ``--write`` writes the
table anew, to be read before it is committed.

The control gives researchers one permission too many. It must be seen.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import Report, trial_database

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = ROOT / "docs" / "permissions.md"
ROLES = ("stranger", "no role", "researcher", "editor", "administrator")
MARKS = ("<!-- table: bench/reliability/permission_matrix.py --write -->", "<!-- end -->")
ADMIN_PAGES = {"changelist": (), "add": (), "change": ("pk",), "delete": ("pk",), "history": ("pk",)}

# What these verbs need before they ask who it is that uses them.
NOTE = {"note": {"en": "Withdrawn.", "id": "Ditarik."}}
BODIES = {"redact": {**NOTE, "fields": ["timeframe"]}, "retract": NOTE, "correct": {**NOTE, "correction_type": "minor"}}

Matrix = dict[str, tuple[str, ...]]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="the same: it takes seconds")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    report = Report("R8", "every role, route and method as the written table says")
    with trial_database("permissions"):
        found = walk()
        if options.write:
            write(found)
        written = read()
        report.faults += differences(written, found)
        report.figures |= {
            "routes": len(found),
            "combinations": len(found) * len(ROLES),
            "unlike the table": len(report.faults),
        }
        give_too_much()
        seen = differences(written, walk())
        report.control |= {"differences seen": len(seen)}
        report.control_failed = bool(seen)
    return report.conclude()


def walk() -> Matrix:
    rows, people = newsroom()
    return {**working_api(rows, people), **admin(rows, people)}


def newsroom() -> tuple[dict[str, int], dict[str, Any]]:
    from claims.models import WebhookSubscription
    from tests import factories

    people = {role: None if role == "stranger" else factories.user(role if role != "no role" else "") for role in ROLES}
    author = factories.user("researcher")
    assessment = factories.submitted(author=author)
    claim = assessment.claim
    appearance = claim.appearances.select_related("snapshot")[0]
    relation = claim.relations.create(kind="contradicts", to_claim=factories.claim())
    rows = {
        "assessments": assessment,
        "claims": claim,
        "evidence": claim.evidence.all()[0],
        "sources": claim.evidence.all()[0].source,
        "appearances": appearance,
        "snapshots": appearance.snapshot,
        "articles": appearance.snapshot.article,
        "entities": factories.entity(),
        "topics": factories.topic(),
        "relations": relation,
        "comments": claim.comments.create(author=author, text="Look again."),
        "webhooks": WebhookSubscription.objects.create(owner=author, name="x", url="https://a.example/"),
    }
    return {name: row.pk for name, row in rows.items()}, people


def working_api(rows: dict[str, int], people: dict[str, Any]) -> Matrix:
    from rest_framework.test import APIClient

    from claims.api.editorial.urls import router
    from tests.api.editorial.conftest import working_as

    clients = {role: working_as(person) if person else APIClient() for role, person in people.items()}
    found: Matrix = {}
    for prefix, view, _name in router.registry:
        for route in router.get_routes(view):
            for method in router.get_method_map(view, route.mapping):
                if method not in view.http_method_names:
                    continue
                path = route.url.format(prefix=prefix, lookup="{id}", trailing_slash="/").lstrip("^").rstrip("$")
                address = f"/api/v1/editorial/{path}".replace("{id}", str(rows[prefix]))
                body = BODIES.get(path.rstrip("/").rsplit("/", 1)[-1], {})
                given = {} if method == "get" else {"data": body, "format": "json"}
                answers = [asked(getattr(client, method), address, **given) for client in clients.values()]
                found[f"{method.upper()} /api/v1/editorial/{path}"] = tuple(in_a_word(answer) for answer in answers)
    return found


def admin(rows: dict[str, int], people: dict[str, Any]) -> Matrix:
    from django.contrib import admin as django_admin
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    clients = {}
    for role, person in people.items():
        clients[role] = Client(raise_request_exception=False)
        if person:
            clients[role].force_login(person)
    found: Matrix = {}
    for model in sorted(django_admin.site._registry, key=lambda each: each._meta.label):
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").first()
        for page, arguments in ADMIN_PAGES.items():
            if arguments and row is None:
                continue
            try:
                address = reverse(f"admin:{name}_{page}", args=[row.pk] if arguments else [])
                written = reverse(f"admin:{name}_{page}", args=["0"] if arguments else []).replace("/0/", "/{id}/")
            except NoReverseMatch:
                continue
            answers = [asked(client.get, address) for client in clients.values()]
            found[f"GET {written}"] = tuple(in_a_word(answer) for answer in answers)
    return found


def asked(ask: Any, address: str, **given: Any) -> Any:
    """The answer; what it changed is taken back."""
    from django.db import transaction

    with transaction.atomic():
        answer = ask(address, headers={"host": "127.0.0.1:8000"}, **given)
        transaction.set_rollback(True)
    return answer


def in_a_word(answer: Any) -> str:
    if answer.status_code >= 500:
        return f"**{answer.status_code}**"
    if answer.status_code == 401 or "/login/" in answer.get("Location", ""):
        return "log in"
    return "–" if answer.status_code in (403, 404) or answer.get("Location", "") == "/admin/" else "yes"


def write(found: Matrix) -> None:
    lines = [f"| route | {' | '.join(ROLES)} |", f"|---|{'---|' * len(ROLES)}"]
    lines += [f"| `{route}` | {' | '.join(words)} |" for route, words in found.items()]
    before, _start, rest = TABLE.read_text().partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    TABLE.write_text(f"{before}{MARKS[0]}\n{chr(10).join(lines)}\n{MARKS[1]}{after}")


def read() -> Matrix:
    table = TABLE.read_text().partition(MARKS[0])[2].partition(MARKS[1])[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    return {route.strip("`"): tuple(words) for route, *words in cells}


def differences(written: Matrix, found: Matrix) -> list[str]:
    routes = {*written, *found}
    return [
        f"{route}: {found.get(route)}, written {written.get(route)}"
        for route in sorted(routes)
        if found.get(route) != written.get(route)
    ]


def give_too_much() -> None:
    from django.contrib.auth.models import Group, Permission

    Group.objects.get(name="researcher").permissions.add(Permission.objects.get(codename="redact_publication"))


if __name__ == "__main__":
    sys.exit(main())
