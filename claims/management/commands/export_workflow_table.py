"""Write the tables of verbs and roles into docs/workflow.md."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from claims.workflow import RULES, VerbRule

DOCUMENT = Path("docs/workflow.md")
ROLES = ("researcher", "editor", "administrator")
TABLE = "<!-- {name}: manage.py export_workflow_table -->\n{rows}\n<!-- end -->"
MARKED = r"<!-- {name}: [^\n]*-->\n.*?\n<!-- end -->"


class Command(BaseCommand):
    help = "Write the tables of verbs, states and roles into docs/workflow.md from the code and the groups."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when the tables are old.")

    def handle(self, *, check: bool, **options: Any) -> None:
        path = settings.BASE_DIR / DOCUMENT
        before = path.read_text()
        after = with_tables(before)
        if check and before != after:
            raise CommandError(f"{DOCUMENT} is not what the code says. Run: manage.py export_workflow_table")
        if before != after:
            path.write_text(after)
        self.stdout.write(f"{DOCUMENT}: {len(RULES)} verbs")


def with_tables(document: str) -> str:
    for name, rows in (("verbs", verb_table()), ("roles", role_table())):
        pattern = MARKED.format(name=name)
        if not re.search(pattern, document, re.DOTALL):
            raise CommandError(f"{DOCUMENT} has no place for the table “{name}”.")
        written = TABLE.format(name=name, rows=rows)
        document = re.sub(pattern, lambda _found, text=written: text, document, flags=re.DOTALL)  # type: ignore[misc]
    return document


def verb_table() -> str:
    lines = ["| verb | of a | in | leads to | who | needs |", "|---|---|---|---|---|---|"]
    lines += ["| " + " | ".join(_cells(rule)) + " |" for rule in RULES.values()]
    return "\n".join(lines)


def _cells(rule: VerbRule) -> tuple[str, ...]:
    return (_words(rule.name), rule.subject, _conditions(rule), rule.leads_to or "–", rule.who, rule.needs)


def role_table() -> str:
    """Which role has the permission that a verb asks for; the groups in the database are asked."""
    granted = {role: _permissions(role) for role in ROLES}
    lines = ["| verb | permission | " + " | ".join(ROLES) + " |", "|---|---|" + "---|" * len(ROLES)]
    for rule in RULES.values():
        asked = [(rule.permission, "")]
        if rule.published_permission:
            asked = [(rule.permission, ", of a draft"), (rule.published_permission, ", of a published claim")]
        for permission, when in asked:
            marks = " | ".join("yes" if permission in granted[role] else "–" for role in ROLES)
            lines.append(f"| {_words(rule.name)}{when} | `{permission.partition('.')[2]}` | {marks} |")
    return "\n".join(lines)


def _permissions(role: str) -> set[str]:
    permissions = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{application}.{codename}" for application, codename in permissions}


def _conditions(rule: VerbRule) -> str:
    return ", ".join([*rule.stages, *rule.states]) or "–"


def _words(name: str) -> str:
    return name.replace("_", " ")
