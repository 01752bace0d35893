"""Fields and constraints that several tables share."""

import json
import re
from typing import Any

import orjson
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# BCP 47, the part that a newsroom needs: a primary language and optional subtags.
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
WEB_ADDRESS_PATTERN = r"^https?://[^\s/]"


class LanguageField(models.CharField):  # type: ignore[type-arg]
    """A BCP 47 language code such as ``id`` or ``en-GB``."""

    default_validators = [RegexValidator(LANGUAGE_PATTERN, _("Use a BCP 47 code such as “id” or “en”."))]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 35)
        super().__init__(*args, **options)


class WebAddressField(models.URLField):  # type: ignore[type-arg]
    """An http(s) address. Other schemes are refused here and by a constraint on the table."""

    default_validators = [
        *models.URLField.default_validators,
        RegexValidator(WEB_ADDRESS_PATTERN, _("Only http and https addresses are accepted."), flags=re.IGNORECASE),
    ]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 2000)
        super().__init__(*args, **options)


class QuickDecoder(json.JSONDecoder):
    """Reads the record's JSON in a fifth of the time; what is too large for it, Python's own decoder reads."""

    def decode(self, s: str, *rest: Any) -> Any:
        try:
            return orjson.loads(s)
        except orjson.JSONDecodeError:
            return super().decode(s, *rest)


def web_address_constraint(field: str, *, name: str) -> models.CheckConstraint:
    """The column is null, empty, or an http(s) address."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{field: ""})
        | models.Q(**{f"{field}__iregex": WEB_ADDRESS_PATTERN}),
        name=name,
        violation_error_message=_("Only http and https addresses are accepted."),
    )


def language_constraint(field: str, *, name: str, optional: bool = False) -> models.CheckConstraint:
    condition = models.Q(**{f"{field}__regex": LANGUAGE_PATTERN})
    return models.CheckConstraint(
        condition=condition | models.Q(**{field: ""}) if optional else condition,
        name=name,
        violation_error_message=_("Use a BCP 47 code such as “id” or “en”."),
    )
