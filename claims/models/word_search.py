"""Indexes for a search that finds any part of a word, as people type it at the desk."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func
from django.db.models.functions import Upper


def word_search_index(field: str, *, name: str) -> GinIndex:
    """Serves ``icontains``, which Django writes as ``UPPER(column) LIKE UPPER('%words%')``."""
    return GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name)


class TextWords(Func):
    """The whole words of a plain text, as they are written."""

    template = "to_tsvector('simple'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


class StatementWords(Func):
    """The whole words of a text in several languages, without the names of the languages and the escapes of JSON."""

    template = (
        r"to_tsvector('simple'::regconfig,"
        r""" regexp_replace(%(expressions)s, '"[A-Za-z-]+": "|\\u[0-9a-f]{4}|\\[nrt]', ' ', 'g'))"""
    )
    output_field = SearchVectorField()
