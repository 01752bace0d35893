"""Serializers of drafts: explicit fields, texts by language, and no field that nobody knows."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString
from rest_framework import serializers
from rest_framework.utils.serializer_helpers import ReturnDict

from claims.record import localized, site_languages

LONGEST_TEXT = 100_000


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class LocalizedField(serializers.Field):  # type: ignore[type-arg]
    """``{"id": "…", "en": "…"}``, in the languages of the site."""

    default_error_messages = {
        "not_an_object": "Give an object with one text a language.",
        "unknown_language": "Unknown language “{language}”. The site's languages: {languages}.",
        "not_a_text": "The text in “{language}” is not a string.",
        "too_long": "The text in “{language}” is longer than {most} characters.",
        "nul": "The text in “{language}” holds a character that no text may hold.",
    }

    def to_representation(self, value: Any) -> dict[str, str]:
        return localized(value)

    def to_internal_value(self, data: Any) -> LazyI18nString:
        if not isinstance(data, Mapping):
            self.fail("not_an_object")
        for language, text in data.items():
            if language not in site_languages():
                self.fail("unknown_language", language=str(language)[:20], languages=", ".join(site_languages()))
            if not isinstance(text, str):
                self.fail("not_a_text", language=language)
            if len(text) > LONGEST_TEXT:
                self.fail("too_long", language=language, most=LONGEST_TEXT)
            if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
                self.fail("nul", language=language)
        return LazyI18nString({language: text for language, text in data.items() if text})


# The kind of value that JSON must have for a field, since DRF would read 457 as "457", "7" as 7 and "off" as false.
KINDS: tuple[tuple[type[serializers.Field], tuple[type, ...], str], ...] = (  # type: ignore[type-arg]
    (serializers.CharField, (str,), "Give a string."),
    (serializers.BooleanField, (bool,), "Give true or false."),
    # 7.0 is an integer as JSON has it, and the field refuses 7.5.
    (serializers.IntegerField, (int, float), "Give an integer."),
    (serializers.PrimaryKeyRelatedField, (int,), "Give an id, an integer."),
)


class KnownFieldsOnly(serializers.Serializer):  # type: ignore[type-arg]
    """Refuses unknown and read-only fields by name, where DRF would leave them out in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = {
                str(name)[:100]: [f"Unknown or read-only field. Allowed here: {', '.join(sorted(writable))}."]
                for name in data
                if name not in writable
            }
            if unknown:
                raise serializers.ValidationError(unknown, code="unknown_field")
            mistyped = {name: [wrong] for name in data if (wrong := _wrong_kind(self.fields[name], data[name]))}
            if mistyped:
                raise serializers.ValidationError(mistyped, code="wrong_type")
        return super().to_internal_value(data)


def _wrong_kind(field: serializers.Field, value: Any) -> str:  # type: ignore[type-arg]
    """What to give instead, or nothing; null, and a list that is none, are for the field to judge."""
    single = getattr(field, "child_relation", getattr(field, "child", None))
    if single is not None:
        wrong = (_wrong_kind(single, each) for each in value) if isinstance(value, list) else ()
        return next((said for said in wrong if said), "")
    for kind, types, said in KINDS:
        if isinstance(field, kind):
            # For Python, true is an integer.
            fits = isinstance(value, types) and (isinstance(value, bool) is (bool in types))
            return "" if value is None or fits else said
    return ""


class DraftSerializer(KnownFieldsOnly, serializers.ModelSerializer):  # type: ignore[type-arg]
    """Asks the model's own validation, as the admin does."""

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        if isinstance(model_field, I18nFieldMixin):
            return LocalizedField, {
                "required": not model_field.blank,
                "help_text": str(model_field.help_text),
            }
        return super().build_standard_field(field_name, model_field)

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """What the admin's form would refuse is refused here, on the same field."""
        model: type[models.Model] = self.Meta.model
        links = {field.name for field in model._meta.many_to_many}
        row = self.instance if isinstance(self.instance, model) else model()
        before = {name: getattr(row, name, None) for name in attributes if name not in links and row.pk}
        for name, value in attributes.items():
            if name not in links:
                setattr(row, name, value)
        try:
            self.prepare(row)
            checked = {*attributes, *self.prepared} - links
            exclude = {field.name for field in model._meta.fields if field.name not in checked}
            row.clean_fields(exclude=exclude)
            row.clean()
            row.validate_unique(exclude=exclude)
            # All of them: a constraint may join a field that was given with one that was not.
            row.validate_constraints()
        finally:
            for name, value in before.items():
                setattr(row, name, value)
        return {**attributes, **{name: getattr(row, name) for name in self.prepared}}

    # Columns that are made from what was given, such as a canonical address.
    prepared: tuple[str, ...] = ()

    def prepare(self, row: Any) -> None:
        """Fill in ``prepared``."""

    @property
    def data(self) -> ReturnDict:  # type: ignore[type-arg]
        return super().data
