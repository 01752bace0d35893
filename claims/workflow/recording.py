"""Put the verb, the person and the reason beside every change that a transaction makes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from claims.models import Assessment, User
from claims.workflow.notices.cleared_approvals import tell_of_cleared_approvals


@contextmanager
def recorded(verb: str, *, by: User, reason: str = "") -> Iterator[list[Assessment]]:
    """One transaction whose events carry ``verb``, ``by`` and ``reason``.

    The name is kept beside the key, so that the history can be read after the account is gone. At its end the list
    that it gives holds the assessments whose approval the act took away, by the triggers that watch what readers see.
    """
    cleared: list[Assessment] = []
    with transaction.atomic(), pghistory.context(verb=verb, user=by.pk, user_name=by.byline, reason=reason) as act:
        yield cleared
        cleared += tell_of_cleared_approvals(act.id, by=by)
