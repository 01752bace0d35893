"""Search in texts that are stored as JSON."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest


class LocalizedSearch:
    """Finds letters outside ASCII, and quotation marks, which JSON writes as escapes."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        parent: Any = super()
        found, may_have_duplicates = parent.get_search_results(request, queryset, search_term)
        escaped = json.dumps(search_term)[1:-1]
        if escaped == search_term:
            return found, may_have_duplicates
        also, also_duplicates = parent.get_search_results(request, queryset, escaped)
        return found | also, may_have_duplicates or also_duplicates
