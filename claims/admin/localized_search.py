"""Search at the desk: every word, anywhere in the fields of a table, by an index where the field has one."""

import json
from functools import reduce
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from claims.models import StatementWords

# Shorter words have no trigram by which an index could find them.
TRIGRAM = 3


class LocalizedSearch:
    """Each field is asked by itself: in one condition joined by OR no index serves, and every row would be read.

    Texts in several languages are stored as JSON, where letters outside ASCII and quotation marks are escapes.

    ``short_words_field``, where a table has one, is asked for words of one or two letters, which then are whole words.
    """

    short_words_field = ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The keys are looked up once. The list asks for its rows, their number and their dates, each time anew."""
        words = _words(search_term) if self._fields(request) else []
        if not words:
            return queryset, False
        keys = self.found_by(request, words).aggregate(keys=Cast(ArrayAgg("pk"), TextField()))["keys"]
        return queryset.filter(_is_among(queryset.model, keys)) if keys else queryset.none(), False

    def found_by(self, request: HttpRequest, words: list[str]) -> QuerySet[Any]:
        """The rows that hold every word."""
        admin: Any = self
        rows: QuerySet[Any] = admin.model._default_manager.order_by()
        for word in words:
            if self.short_words_field and len(word) < TRIGRAM:
                rows = rows.alias(words=StatementWords(self.short_words_field))
                rows = rows.filter(words=SearchQuery(word, config="simple"))
            else:
                rows = rows.filter(pk__in=_holding(admin.model, self._fields(request), word))
        return rows

    def _fields(self, request: HttpRequest) -> list[str]:
        admin: Any = self
        return list(admin.get_search_fields(request))


def _is_among(model: Any, keys: str) -> Func:
    """Never a list of as many values as there are rows: they travel as one text, and no plan is made for each."""
    kind = model._meta.pk.rel_db_type(connection)
    return Func(
        "pk", Value(keys), arg_joiner=" = ANY (", template=f"%(expressions)s::{kind}[])", output_field=BooleanField()
    )


def _words(search_term: str) -> list[str]:
    """Words apart, and what stands between quotation marks as a whole, as in Django's own search."""
    return [
        unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word
        for word in smart_split(search_term)
    ]


def _holding(model: Any, fields: list[str], word: str) -> QuerySet[Any]:
    """Keys of the rows with the word in any of the fields."""
    spellings = {word, json.dumps(word)[1:-1]}
    found = [_rows_with(model, field, spelling) for field in fields for spelling in sorted(spellings)]
    return reduce(lambda one, other: one.union(other), found)


def _rows_with(model: Any, field: str, spelling: str) -> Any:
    """A field of rows that point here is asked in its own table, which knows the key already."""
    link, _separator, rest = field.partition("__")
    if rest and model._meta.get_field(link).one_to_many:
        pointing = model._meta.get_field(link).field
        rows = pointing.model._default_manager.filter(**{_lookup(rest): spelling})
        return rows.order_by().values(pointing.attname)
    return model._default_manager.filter(**{_lookup(field): spelling}).order_by().values("pk")


def _lookup(field: str) -> str:
    """As Django's own search understands it: ``=`` before a field asks for the whole value."""
    return f"{field[1:]}__iexact" if field.startswith("=") else f"{field}__icontains"
