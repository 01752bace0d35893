"""Django's admin as the fact-checkers' desk. Importing this package registers every table; one file a subject."""

from claims.admin import site  # isort: split

from claims.admin import (
    appearance,
    article,
    assessment,
    claim,
    entity,
    events,
    evidence,
    notification,
    policy,
    publication,
    rating,
    report,
    row_import,
    source,
    token,
    topic,
    user,
    vote,
    webhook,
)

__all__ = [
    "appearance",
    "article",
    "assessment",
    "claim",
    "entity",
    "events",
    "evidence",
    "notification",
    "policy",
    "publication",
    "rating",
    "report",
    "row_import",
    "site",
    "source",
    "token",
    "topic",
    "user",
    "vote",
    "webhook",
]
