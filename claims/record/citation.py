"""How to cite one version: BibTeX, CSL-JSON and a sentence, in the reader's language."""

import re
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from claims.models import Publication
from claims.record.document import ClaimDocument
from claims.record.localization import current_language, in_reader_language, utc_timestamp
from claims.record.versions import RETRACTED
from claims.text.bibtex import bibtex_entry

# Control characters and those that turn the direction of what follows; a citation is pasted among other texts.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def permanent_address(publication: Publication) -> str:
    """Without a language in it: it leads each reader to their own."""
    return f"{settings.SITE_URL}/claims/{publication.slug}/v/{publication.version}/"


def csl_json(publication: Publication) -> list[dict[str, Any]]:
    """An item of the Citation Style Language, in a list as its schema has it."""
    document: ClaimDocument = publication.document
    day = publication.published_at
    item = {
        "id": _key(publication),
        "type": "webpage",
        "title": _title(document),
        "author": [{"literal": _author(document)}],
        "container-title": settings.SITE_NAME,
        "publisher": settings.SITE_NAME,
        "genre": _("fact check"),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": str(publication.version),
        "URL": permanent_address(publication),
        "language": current_language(),
        "note": _proof(publication),
    }
    return [item]


def bibtex(publication: Publication) -> str:
    document: ClaimDocument = publication.document
    day = publication.published_at
    fields = {
        "title": _title(document),
        "author": _author(document),
        "organization": settings.SITE_NAME,
        "year": str(day.year),
        "month": str(day.month),
        "day": str(day.day),
        "version": str(publication.version),
        "note": _proof(publication),
    }
    return bibtex_entry("misc", _key(publication), fields, url=permanent_address(publication))


def sentence(publication: Publication) -> str:
    document: ClaimDocument = publication.document
    return _("%(author)s: “%(title)s”. %(site)s, version %(version)d, %(day)s. %(address)s") % {
        "author": _author(document),
        "title": _title(document),
        "site": settings.SITE_NAME,
        "version": publication.version,
        "day": date_format(publication.published_at, "j F Y"),
        "address": permanent_address(publication),
    }


def _key(publication: Publication) -> str:
    return f"{publication.slug}-v{publication.version}"


def _title(document: ClaimDocument) -> str:
    """The verdict before the statement, so that nobody cites a false statement as ours."""
    statement = in_reader_language(document.get("statement", {}))
    statement = _on_one_line(statement) or _("[Statement removed for legal reasons]")
    verdict = _verdict(document)
    return f"{verdict}: {statement}"


def _verdict(document: ClaimDocument) -> str:
    if document["verification_status"] == RETRACTED:
        return _("Retracted")
    if document["rating"]:
        return _on_one_line(in_reader_language(document["rating"]["label"]))
    return _("Being checked") if document["verification_status"] == "in_progress" else _("Not yet checked")


def _author(document: ClaimDocument) -> str:
    return _on_one_line(document["people"]["author"] or "") or str(settings.SITE_NAME)


def _proof(publication: Publication) -> str:
    """Where the version stands in the record: whoever has the citation can check that it was not changed since."""
    return _("Number %(number)d in the record, published at %(moment)s. SHA-256: %(digest)s") % {
        "number": publication.number,
        "moment": utc_timestamp(publication.published_at),
        "digest": publication.digest,
    }


def _on_one_line(text: str) -> str:
    return " ".join(UNPRINTABLE.sub(" ", text).split())
