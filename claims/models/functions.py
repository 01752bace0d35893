"""Database functions that Django does not ship."""

from django.db import models
from django.db.models import Func


class TextDigest(Func):
    """SHA-256 of a text column in UTF-8, in hexadecimal: the database's twin of ``text_digest`` in ``claims.text``."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()
