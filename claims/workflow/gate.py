"""The gate: what a verdict needs before a second person may approve it and before it is published."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from claims.models import Assessment, Claim, Rating
from claims.record import localized, site_languages
from claims.text.markdown import LONGEST_MARKDOWN
from claims.workflow.objections import Objection

MINIMUM_EVIDENCE = 2
MINIMUM_PUBLISHERS = 2


def claim_objections(claim: Claim) -> list[Objection]:
    """What a claim lacks before readers may see it, with or without a verdict."""
    objections = _language_objections(claim.statement, "statement", _("The statement is missing in: %(languages)s."))
    if claim.stage != Claim.Stage.ACCEPTED:
        objections.append(Objection("not_accepted", _("The claim has not been accepted."), "stage"))
    if not claim.without_appearance and not claim.appearances.exists():
        objections.append(
            Objection("no_appearance", _("Mark where the claim appears, or tick “no article”."), "appearances")
        )
    return objections


def assessment_objections(assessment: Assessment) -> list[Objection]:
    """What a verdict lacks before it may go to a second person."""
    objections = claim_objections(assessment.claim)
    if assessment.rating is None:
        objections.append(Objection("no_rating", _("Choose a rating."), "rating"))
    else:
        objections += _evidence_objections(assessment.claim, assessment.rating)
    objections += _language_objections(assessment.summary, "summary", _("The summary is missing in: %(languages)s."))
    if any(len(words) > LONGEST_MARKDOWN for words in localized(assessment.reasoning).values()):
        message = _("The reasoning is longer than %(most)d characters.") % {"most": LONGEST_MARKDOWN}
        objections.append(Objection("too_long", message, "reasoning"))
    if not assessment.confidence:
        objections.append(Objection("no_confidence", _("Say how sure the evidence makes you."), "confidence"))
    if assessment.as_of is None:
        objections.append(Objection("no_as_of", _("Give the day for which the verdict is meant."), "as_of"))
    return objections


def _evidence_objections(claim: Claim, rating: Rating) -> list[Objection]:
    """Two rows from two publishers; a verdict that says evidence is missing needs none."""
    if rating.normalized == Rating.Normalized.UNPROVEN:
        return []
    objections = []
    count = claim.evidence.count()
    if count < MINIMUM_EVIDENCE:
        objections.append(
            Objection(
                "too_little_evidence",
                ngettext_lazy(
                    "A rated verdict needs %(needed)d item of evidence.",
                    "A rated verdict needs %(needed)d items of evidence.",
                    MINIMUM_EVIDENCE,
                )
                % {"needed": MINIMUM_EVIDENCE},
                "evidence",
            )
        )
    if claim.evidence.values("source__publisher").distinct().count() < MINIMUM_PUBLISHERS:
        objections.append(
            Objection("one_publisher", _("The evidence must come from at least two publishers."), "evidence")
        )
    return objections


def missing_languages(text: object) -> list[str]:
    """Languages of the site in which a text for readers has no words."""
    filled = localized(text)
    return [language for language in site_languages() if not filled.get(language, "").strip()]


def _language_objections(text: object, field: str, message: object) -> list[Objection]:
    missing = missing_languages(text)
    if not missing:
        return []
    return [Objection("missing_language", message % {"languages": ", ".join(missing)}, field)]  # type: ignore[operator]
