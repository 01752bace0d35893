"""The gate: what a verdict needs before a second person may approve it and before it is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from claims.models import Assessment, Claim, EditorialPolicy, Rating
from claims.record import localized, site_languages
from claims.text.markdown import LONGEST_MARKDOWN
from claims.workflow.objections import Objection

Words = str | Promise


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked for: ``label`` names it, ``message`` says what is missing while it is not fulfilled.

    ``field`` is where it is mended: a column of the claim or the assessment, or ``appearances`` or ``evidence``.
    """

    code: str
    label: Words
    fulfilled: bool
    message: Words
    field: str


def claim_requirements(claim: Claim) -> list[Requirement]:
    """What a claim needs before readers may see it, with or without a verdict."""
    return [
        _in_every_language(
            claim.statement, "statement", _("Statement"), _("The statement is missing in: %(languages)s.")
        ),
        Requirement(
            "not_accepted",
            _("Accepted for checking"),
            claim.stage == Claim.Stage.ACCEPTED,
            _("The claim has not been accepted."),
            "stage",
        ),
        Requirement(
            "no_appearance",
            _("A place where it appears"),
            claim.without_appearance or claim.appearances.exists(),
            _("Mark where the claim appears, or tick “no article”."),
            "appearances",
        ),
    ]


def assessment_requirements(assessment: Assessment) -> list[Requirement]:
    """What a verdict needs before it may go to a second person."""
    reasonings = localized(assessment.reasoning).values()
    return [
        *claim_requirements(assessment.claim),
        Requirement("no_rating", _("Rating"), assessment.rating is not None, _("Choose a rating."), "rating"),
        *_evidence_requirements(assessment.claim, assessment.rating, EditorialPolicy.current()),
        _in_every_language(assessment.summary, "summary", _("Summary"), _("The summary is missing in: %(languages)s.")),
        Requirement(
            "too_long",
            _("Reasoning of a readable length"),
            all(len(words) <= LONGEST_MARKDOWN for words in reasonings),
            _("The reasoning is longer than %(most)d characters.") % {"most": LONGEST_MARKDOWN},
            "reasoning",
        ),
        Requirement(
            "no_confidence",
            _("Confidence"),
            bool(assessment.confidence),
            _("Say how sure the evidence makes you."),
            "confidence",
        ),
        Requirement(
            "no_as_of",
            _("Day for which it is meant"),
            assessment.as_of is not None,
            _("Give the day for which the verdict is meant."),
            "as_of",
        ),
    ]


def claim_objections(claim: Claim) -> list[Objection]:
    return objections_to(claim_requirements(claim))


def assessment_objections(assessment: Assessment) -> list[Objection]:
    return objections_to(assessment_requirements(assessment))


def objections_to(requirements: Iterable[Requirement]) -> list[Objection]:
    return [Objection(one.code, one.message, one.field) for one in requirements if not one.fulfilled]


def missing_languages(text: object) -> list[str]:
    """Languages of the site in which a text for readers has no words."""
    filled = localized(text)
    return [language for language in site_languages() if not filled.get(language, "").strip()]


def _evidence_requirements(claim: Claim, rating: Rating | None, policy: EditorialPolicy) -> list[Requirement]:
    """As much as the site's policy asks for; a verdict that says evidence is missing needs none."""
    if rating is None or rating.normalized == Rating.Normalized.UNPROVEN:
        return []
    rows = list(claim.evidence.values("confidential", "source__publisher", "source__archived_url"))
    unarchived = sum(1 for row in rows if not row["confidential"] and not row["source__archived_url"])
    requirements = [
        Requirement(
            "too_little_evidence",
            _("Evidence"),
            len(rows) >= policy.minimum_evidence,
            _counted(
                ngettext_lazy(
                    "A rated verdict needs %(needed)d item of evidence.",
                    "A rated verdict needs %(needed)d items of evidence.",
                    "needed",
                ),
                policy.minimum_evidence,
            ),
            "evidence",
        ),
        Requirement(
            "too_few_publishers",
            _("Independent publishers"),
            len({row["source__publisher"] for row in rows}) >= policy.minimum_publishers,
            _counted(
                ngettext_lazy(
                    "The evidence must come from at least %(needed)d publisher.",
                    "The evidence must come from at least %(needed)d publishers.",
                    "needed",
                ),
                policy.minimum_publishers,
            ),
            "evidence",
        ),
    ]
    if policy.archived_copies_required:
        requirements.append(
            Requirement(
                "no_archived_copy",
                _("Archived copies"),
                unarchived == 0,
                _counted(
                    ngettext_lazy(
                        "%(needed)d source has no archived copy.", "%(needed)d sources have no archived copy.", "needed"
                    ),
                    unarchived,
                ),
                "evidence",
            )
        )
    return requirements


def _counted(message: Any, count: int) -> Words:
    words: Words = message % {"needed": count}
    return words


def _in_every_language(text: object, field: str, label: Words, message: Any) -> Requirement:
    missing = missing_languages(text)
    return Requirement("missing_language", label, not missing, message % {"languages": ", ".join(missing)}, field)
