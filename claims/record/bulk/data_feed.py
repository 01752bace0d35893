"""schema.org DataFeed of ClaimReviews, as Data Commons and other importers read it."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from claims.models import Publication
from claims.record.bulk.standing import Standing, as_published, standing_claims
from claims.record.claimreview import claim_review, organisation
from claims.record.localization import site_languages, utc_timestamp


def data_feed(span: Standing) -> Iterator[str]:
    """One item a claim, with its markup in every language; a claim whose verdict is gone has ``dateDeleted``."""
    languages = site_languages()
    head = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "license": settings.LICENSE_URL,
        "publisher": organisation(settings.LANGUAGE_CODE),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "dataFeedElement": ['
    separator = "\n"
    for chunk in standing_claims(span):
        for item in (_item(row, languages) for row in chunk):
            if item is not None:
                yield separator + json.dumps(item, ensure_ascii=False)
                separator = ",\n"
    yield "\n]}\n"


def _item(row: Publication, languages: tuple[str, ...]) -> dict[str, Any] | None:
    claim = as_published(row)
    reviews = [review for language in languages if (review := claim_review(claim, language))]
    node = {"@type": "DataFeedItem", "@id": f"{settings.SITE_URL}/claims/{row.slug}#review"}
    if reviews:
        created, modified = utc_timestamp(claim.first_published_at), utc_timestamp(row.published_at)
        return {**node, "dateCreated": created, "dateModified": modified, "item": reviews}
    if row.kind in {Publication.Kind.RETRACTION, Publication.Kind.MERGE}:
        return {**node, "dateDeleted": utc_timestamp(row.published_at)}
    return None
