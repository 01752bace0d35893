"""Put the verb, the person and the reason beside every change that a transaction makes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from claims.models import User


@contextmanager
def recorded(verb: str, *, by: User, reason: str = "") -> Iterator[None]:
    """One transaction whose events carry ``verb``, ``by`` and ``reason``.

    The name is kept beside the key, so that the history can be read after the account is gone.
    """
    with transaction.atomic(), pghistory.context(verb=verb, user=by.pk, user_name=by.byline, reason=reason):
        yield
