"""redact: the law forces words out of the record. What is gone is said in public; the chain still verifies."""

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, JSONField, TextField, Value
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Look, Publication, User
from claims.record import localized, next_position, utc_timestamp
from claims.workflow.appending import last_publication, revise
from claims.workflow.gate import missing_languages
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded

REMOVED_STATEMENT = {
    "en": "[Statement removed for legal reasons]",
    "id": "[Pernyataan dihapus karena alasan hukum]",
}
# By field of the document, what stands in its place from the redaction on.
EMPTIED: dict[str, Any] = {
    "statement": REMOVED_STATEMENT,
    "claimant": None,
    "attribution": {},
    "claimed_on": None,
    "timeframe": {},
    "entities": [],
    "summary": {},
    "reasoning": {},
    "caveats": {},
    "appearances": [],
    "evidence": [],
    "panel": None,
}
# By field of the document, the table and the columns of the drafts that hold it, with what they hold afterwards.
DRAFTS: dict[str, tuple[str, dict[str, Any]]] = {
    "statement": ("Claim", {"statement": REMOVED_STATEMENT}),
    "claimant": ("Claim", {"claimant": None}),
    "attribution": ("Claim", {"attribution": ""}),
    "claimed_on": ("Claim", {"claimed_on": None}),
    "timeframe": ("Claim", {"timeframe": ""}),
    "summary": ("Assessment", {"summary": ""}),
    "reasoning": ("Assessment", {"reasoning": ""}),
    "caveats": ("Assessment", {"caveats": ""}),
    "evidence": (
        "Evidence",
        {"quote": "", "quote_language": "", "locator": "", "note": "", "confidential": False, "public_reason": ""},
    ),
    "appearances": ("Appearance", {"exact": "", "prefix": "", "suffix": ""}),
    "entities": ("ClaimEntity", {}),
    "panel": ("Assessment", {"publish_split": False}),
}
# Fields whose drafts are rows of their own; they are removed whole.
ROWS = {"evidence", "appearances", "entities"}


def redact_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("redact", claim, by)
    if claim.first_published_at is None:
        objections.append(Objection("not_published", _("Only a published claim can be redacted.")))
    return objections


def redact(claim: Claim, *, fields: Iterable[str], note: Any, by: User, reason: str = "") -> Publication:
    """Remove whole fields from every stored version, from the drafts and from the events that remember them.

    ``note`` tells readers on what grounds, in every language. A publication of the kind ``redaction`` names the fields
    first; each older version then keeps only the leaf digests of what it lost, so the record still verifies in full.
    Raises ``VerbRefused`` for a field that cannot be redacted: see ``EMPTIED`` for those that can.
    """
    fields = sorted(set(fields))
    with recorded("redact", by=by, reason=reason):
        claim = locked_claim(claim)
        objections = redact_objections(claim, by)
        unknown = [name for name in fields if name not in EMPTIED]
        if unknown or not fields:
            message = _("Choose from: %(fields)s.") % {"fields": ", ".join(EMPTIED)}
            objections.append(Objection("unknown_field", message, "fields"))
        if missing_languages(note):
            no_note = _("A redaction needs a public reason in every language of the site.")
            objections.append(Objection("no_note", no_note, "note"))
        refuse_if("redact", objections)
        publication = _announce(claim, fields, note)
        _remove_from_versions(claim, fields, before=publication)
        for name in fields:
            _remove_from_drafts_and_events(claim, name)
        # What reviewers saw holds the words as well.
        Look.objects.filter(claim=claim).delete()
    return publication


def _announce(claim: Claim, fields: list[str], note: Any) -> Publication:
    position = next_position(claim)
    last = last_publication(claim)
    entry = {
        "version": position.version,
        "fields": fields,
        "reason": localized(note),
        "published_at": utc_timestamp(position.published_at),
    }
    changes: dict[str, Any] = {name: EMPTIED[name] for name in fields}
    changes["redactions"] = [*(last.document.get("redactions", []) if last else []), entry]
    return revise(claim, changes, kind=Publication.Kind.REDACTION, note=note, position=position)


def _remove_from_versions(claim: Claim, fields: list[str], *, before: Publication) -> None:
    """Take value and salt away; without the salt nobody can try out what the value may have been."""
    for publication in Publication.objects.filter(claim=claim, number__lt=before.number).only("number", "document"):
        present = [name for name in fields if name in publication.document]
        if present:
            Publication.objects.filter(pk=publication.pk).update(
                document=_without("document", present), salts=_without("salts", present)
            )


def _without(column: str, keys: list[str]) -> Func:
    names = Value(keys, output_field=ArrayField(TextField()))
    return Func(F(column), names, template="(%(expressions)s::text[])", arg_joiner=" - ", output_field=JSONField())


def _remove_from_drafts_and_events(claim: Claim, field: str) -> None:
    table, emptied = DRAFTS[field]
    belongs = {"id" if table == "Claim" else "claim_id": claim.pk}
    rows = apps.get_model("claims", table)._default_manager.filter(**belongs)
    events = apps.get_model("claims", f"{table}Event")._default_manager.filter(**belongs)
    # Both guards are declared triggers, which this one verb may pass; the record's own guard cannot be passed.
    with pgtrigger.ignore("claims.Assessment:assessment_published_is_fixed"):
        if field in ROWS:
            rows.delete()
        else:
            rows.update(**emptied)
    with pgtrigger.ignore(f"claims.{table}Event:append_only"):
        if emptied:
            events.update(**emptied)
        else:
            events.delete()
