"""System checks: what must fit together before the first request."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.utils.module_loading import import_string
from django_tasks.base import Task

from claims.background.schedule import plans
from claims.record import site_languages
from claims.record.words import SEARCH_CONFIGURATIONS


@register()
def every_language_can_be_searched(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """A language of the site without a stemmer would be published and never found."""
    return [
        Error(
            f"The site's language “{language}” has no search configuration.",
            hint="Add one to SEARCH_CONFIGURATIONS in claims/record/words.py, with a migration that creates it.",
            id="claims.E001",
        )
        for language in site_languages()
        if language not in SEARCH_CONFIGURATIONS
    ]


@register()
def periodic_tasks_exist(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """A wrong path would be told only when its time comes, to a log that nobody reads."""
    return [
        Error(
            f"PERIODIC_TASKS: “{name}” names {plan['task']}, which is not a task.",
            hint="Give the dotted path of a function with @task of django_tasks.",
            id="claims.E002",
        )
        for name, plan in plans().items()
        if not is_task(plan["task"])
    ]


def is_task(path: str) -> bool:
    try:
        return isinstance(import_string(path), Task)
    except ImportError:
        return False


@register()
def the_archiver_exists(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """A wrong path would be told only to the editor who asks for a copy."""
    try:
        found = callable(getattr(import_string(settings.ARCHIVER), "archive", None))
    except ImportError:
        found = False
    return (
        []
        if found
        else [
            Error(
                f"ARCHIVER names {settings.ARCHIVER}, which is not a class with a method “archive”.",
                hint="See claims/intake/recheck/archiving.py.",
                id="claims.E003",
            )
        ]
    )


@register(Tags.security, deploy=True)
def the_record_is_signed(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """Without a key nobody can prove later what the record said at a given moment."""
    if settings.RECORD_SIGNING_KEYS:
        return []
    return [
        Warning(
            "RECORD_SIGNING_KEYS is not set, so the heads of the record are not signed.",
            hint="Make a key with: manage.py create_signing_key",
            id="claims.W001",
        )
    ]
