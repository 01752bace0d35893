"""Indexes for a search that finds any part of a word, as people type it at the desk."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models.functions import Upper


def word_search_index(field: str, *, name: str) -> GinIndex:
    """Serves ``icontains``, which Django writes as ``UPPER(column) LIKE UPPER('%words%')``."""
    return GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name)
