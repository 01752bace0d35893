"""Print the JSON Schema of the publication document."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from pydantic import TypeAdapter

from claims.record import ClaimDocument


class Command(BaseCommand):
    help = "Print the JSON Schema of the publication document, as committed beside its types."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        schema = TypeAdapter(ClaimDocument).json_schema()
        self.stdout.write(json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False))
