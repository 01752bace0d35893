"""What each act at the workbench needs. Places are given by offsets, or by the words themselves."""

import json
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.forms import I18nFormField

from claims.admin.languages import LanguageTextarea
from claims.admin.quotes import QuoteNotFound, find_quote
from claims.models import Claim, Entity, Snapshot
from claims.record import localized

LONGEST_QUOTE = 5_000
LONGEST_STATEMENT = 1_000
CLAIMANTS_OFFERED = 200
MOST_COMPARED = 50
STATEMENT: Any = Claim._meta.get_field("statement")


class ClaimActForm(forms.Form):
    """On a claim as the person saw it."""

    claim = forms.ModelChoiceField(queryset=Claim.objects.all())
    seen = forms.IntegerField()


class DismissActForm(ClaimActForm):
    dismissal_reason = forms.TypedChoiceField(choices=Claim.DismissalReason.choices, coerce=Claim.DismissalReason)


class MergeActForm(ClaimActForm):
    into = forms.ModelChoiceField(queryset=Claim.objects.all())


class PlaceForm(forms.Form):
    """``start`` and ``end`` count code points. Without JavaScript only the words are given, and are looked for."""

    exact = forms.CharField(
        label=gettext_lazy("Quote"),
        max_length=LONGEST_QUOTE,
        strip=False,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Select words in the text, or copy them here exactly."),
    )
    start = forms.IntegerField(
        label=gettext_lazy("Start"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Characters before the quote. Needed only when the words occur more than once."),
    )
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, snapshot: Snapshot, **options: Any) -> None:
        super().__init__(*args, **options)
        self.snapshot = snapshot

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        exact = str(cleaned.get("exact") or "")
        if not exact or self.has_error("start"):
            return cleaned
        text, start, end = self.snapshot.text, cleaned.get("start"), cleaned.get("end")
        if start is not None and end is not None and _same_words(text[start:end], exact):
            return cleaned
        try:
            selector = find_quote(text, exact if exact in text else _with_plain_line_ends(exact), start)
        except QuoteNotFound as problem:
            self.add_error(problem.field, str(problem))
            return cleaned
        return {**cleaned, "start": selector.start, "end": selector.end}


class ClaimantField(forms.CharField):
    """A person or organization by name or slug. Plain text with known names offered works for everybody, also without
    JavaScript."""

    def clean(self, value: Any) -> Entity | None:
        name = str(super().clean(value)).strip()
        if not name:
            return None
        found = named(name)
        if not found:
            raise forms.ValidationError(_("Nobody is known by this name. Add them under “entities” first."))
        if len(found) > 1:
            slugs = ", ".join(entity.slug for entity in found)
            raise forms.ValidationError(_("Several have this name. Give the slug: %(slugs)s") % {"slugs": slugs})
        return found[0]


def named(name: str) -> list[Entity]:
    """Those with this slug, or this name in any language, whatever the case."""
    written = json.dumps(name)[1:-1]
    rows = Entity.objects.filter(Q(slug=name.lower()) | Q(name__icontains=written))[:MOST_COMPARED]
    wanted = name.casefold()
    return [row for row in rows if wanted in {row.slug, *(each.casefold() for each in localized(row.name).values())}]


class NewClaimForm(PlaceForm):
    statement = I18nFormField(
        label=gettext_lazy("Statement"),
        widget=LanguageTextarea,
        max_length=LONGEST_STATEMENT,
        help_text=STATEMENT.help_text,
    )
    claimant = ClaimantField(
        label=gettext_lazy("Claimant"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "list": "known-claimants", "autocomplete": "off"}),
        help_text=gettext_lazy("Who says it. Leave empty when that is not known; never guess."),
    )
    field_order = ["exact", "start", "statement", "claimant"]

    @property
    def known_claimants(self) -> list[str]:
        """Whoever made claims lately."""
        # One claim of each is enough to know.
        claims = Claim.objects.filter(claimant=OuterRef("pk"))
        made = Entity.objects.filter(Exists(claims)).order_by("-updated_at")
        return [str(entity.name) for entity in made[:CLAIMANTS_OFFERED]]


class AttachActForm(PlaceForm):
    claim = forms.ModelChoiceField(queryset=Claim.objects.all())


def _same_words(written: str, sent: str) -> bool:
    return _with_plain_line_ends(written) == _with_plain_line_ends(sent)


def _with_plain_line_ends(text: str) -> str:
    """A browser sends every line end as two characters, whichever kind the text has."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
