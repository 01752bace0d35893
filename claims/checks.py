"""System checks: what must fit together before the first request."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from claims.record import site_languages
from claims.record.projection import SEARCH_CONFIGURATIONS


@register()
def every_language_can_be_searched(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """A language of the site without a stemmer would be published and never found."""
    return [
        Error(
            f"The site's language “{language}” has no search configuration.",
            hint="Add one to SEARCH_CONFIGURATIONS in claims/record/projection.py, with a migration that creates it.",
            id="claims.E001",
        )
        for language in site_languages()
        if language not in SEARCH_CONFIGURATIONS
    ]
