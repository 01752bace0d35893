"""A guided first run: what to do first, ticked from what the person has really done."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, Evidence, Publication, Review, User
from claims.workflow.permissions import permission_objections


@dataclass(frozen=True)
class FirstStep:
    title: Promise
    how: Promise
    address: str
    done: bool


def first_steps(person: User) -> list[FirstStep]:
    """One query for all that was done, and one for a claim to begin with."""
    done = _done(person)
    begun = Claim.objects.filter(assigned_to=person).order_by("-updated_at").values_list("pk", flat=True).first()
    claims = reverse("admin:claims_claim_changelist")
    own = reverse("admin:claims_claim_change", args=[begun]) if begun else f"{claims}?assigned=me"
    steps = [
        FirstStep(
            _("Take a claim"),
            _("Open one that nobody has and press “Assign”. It then lies on your desk."),
            f"{claims}?assigned=nobody",
            done["took_a_claim"],
        ),
        FirstStep(
            _("Begin a verdict and gather evidence"),
            _("“Start assessment”, then paste the address of a source: two at least, from two publishers."),
            f"{own}#evidence-group" if begun else own,
            done["gathered_evidence"],
        ),
        FirstStep(
            _("Submit it"),
            _("The list “Ready?” says what is missing; “Save and submit” hands it to a second person."),
            own,
            done["submitted"],
        ),
    ]
    if not permission_objections("approve", person):
        steps.append(
            FirstStep(
                _("Decide on a colleague’s verdict"),
                _("The review queue shows what changed, and each source is one key away."),
                reverse("admin:review"),
                done["reviewed"],
            )
        )
    steps.append(
        FirstStep(
            _("See it published"),
            _("What is published stays readable for ever; a correction is a new version."),
            reverse("pages:home"),
            done["published"],
        )
    )
    return steps


def _done(person: User) -> dict[str, Any]:
    own = Assessment.objects.filter(author=person)
    return dict(
        User.objects.filter(pk=person.pk)
        .values(
            took_a_claim=Exists(Claim.objects.filter(assigned_to=person)) | Exists(own),
            gathered_evidence=Exists(Evidence.objects.filter(claim__assessments__author=person)),
            submitted=Exists(own.filter(submitted_at__isnull=False)),
            reviewed=Exists(Review.objects.filter(reviewer=person)),
            published=Exists(Publication.objects.filter(Q(author=person) | Q(approver=person))),
        )
        .get()
    )
