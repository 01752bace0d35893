"""The controls: publishing as it is often written. If the trials do not find these, the trials are worth nothing."""

import random
from typing import Any


def take_guards_away() -> None:
    """In a scratch database only: the tables as they would be without triggers and unique versions."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("claims_publication", "claims_assessment"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE claims_publication DROP CONSTRAINT publication_version_once_a_claim")


def publish_without_lock(assessment: Any, by: Any, _chance: random.Random) -> tuple[str, Any]:
    """Read, check, save: whoever reads at the same moment takes the same number, and the later save wins."""
    from claims.workflow.objections import Objection, VerbRefused

    assessment.refresh_from_db()
    if assessment.state != "approved":
        raise VerbRefused("publish", [Objection("published_meanwhile", "It is published already.")])
    publication = next_publication(assessment)
    publication.save()
    follow(assessment, publication)
    return "publish", publication


def publish_in_steps(assessment: Any, by: Any, _chance: random.Random) -> tuple[str, Any]:
    """With the lock, but the record, the public state and the drafts each in a transaction of its own."""
    from django.db import transaction

    from claims.record import project
    from claims.workflow.objections import Objection, VerbRefused

    with transaction.atomic():
        assessment = type(assessment).objects.select_for_update(no_key=True).get(pk=assessment.pk)
        if assessment.state != "approved" or assessment.publications.exists():
            raise VerbRefused("publish", [Objection("published_meanwhile", "It is published already.")])
        publication = next_publication(assessment)
        publication.save(force_insert=True)
    with transaction.atomic():
        project(publication)
    follow(assessment, publication)
    return "publish", publication


def next_publication(assessment: Any) -> Any:
    from django.utils import timezone

    from claims.models import GENESIS_DIGEST, Publication
    from claims.record import build_document, corrections_so_far, envelope
    from claims.text.digests import leaf_digest, new_salt, publication_digest

    claim = assessment.claim
    last = Publication.objects.order_by("-number").first()
    version = Publication.objects.filter(claim=claim).count() + 1
    document = {**build_document(claim, assessment), "corrections": corrections_so_far(claim)}
    publication = Publication(
        number=last.number + 1 if last else 1,
        claim=claim,
        slug=claim.slug,
        version=version,
        kind="initial" if version == 1 else "update",
        assessment=assessment,
        author=assessment.author,
        approver=assessment.approver,
        author_name=assessment.author.byline,
        approver_name=assessment.approver.byline,
        document=document,
        previous_digest=last.digest if last else GENESIS_DIGEST,
        published_at=timezone.now(),
        salts={name: new_salt() for name in document},
    )
    publication.leaves = {name: leaf_digest(publication.salts[name], value) for name, value in document.items()}
    publication.digest = publication_digest(envelope(publication), publication.leaves)
    return publication


def follow(assessment: Any, publication: Any) -> None:
    type(assessment).objects.filter(pk=assessment.pk).update(state="published")
    status = publication.document["verification_status"]
    claims = type(assessment.claim).objects.filter(pk=assessment.claim_id)
    claims.update(verification_status=status, first_published_at=publication.published_at)
