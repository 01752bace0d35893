"""Database functions that Django does not ship."""

from django.db import models
from django.db.models import Func


class TextDigest(Func):
    """SHA-256 of a text column's UTF-8 bytes, in hexadecimal; the database's twin of ``claims.text.digests.text_digest``."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()
