"""What can be done at the workbench. Each act is a verb of the workflow; here is only what the person saw."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import workflow
from claims.admin.history import changes_of
from claims.admin.workbench.forms import AttachActForm, ClaimActForm, DismissActForm, MergeActForm, NewClaimForm
from claims.models import Claim, Snapshot, User
from claims.models.refusals import refusal
from claims.workflow import VerbRefused

CHANGES_TOLD = 5


@dataclass(frozen=True)
class Outcome:
    """``meanwhile`` tells what others did to the claim since the person saw it; then nothing was done."""

    done: str = ""
    claim: Claim | None = None
    errors: list[str] = field(default_factory=list)
    meanwhile: list[str] = field(default_factory=list)
    form: Form | None = None

    @property
    def is_done(self) -> bool:
        return bool(self.done)


class ChangedMeanwhile(Exception):
    def __init__(self, claim: Claim, seen: int) -> None:
        super().__init__()
        self.claim = claim
        self.seen = seen


@dataclass(frozen=True)
class Action:
    done: Promise
    form: Callable[..., Form]
    run: Callable[..., Claim]


def act(name: str, data: Any, *, snapshot: Snapshot, by: User) -> Outcome:
    """Do what was asked for, or say why not. Nothing is half done."""
    action = ACTIONS[name]
    form = action.form(data, snapshot)
    if not form.is_valid():
        return Outcome(errors=_errors(form), form=form)
    try:
        with transaction.atomic():
            claim = action.run(form.cleaned_data, snapshot=snapshot, by=by)
    except ChangedMeanwhile as changed:
        told = _("Somebody changed this claim meanwhile. Nothing was done; look at it again.")
        return Outcome(errors=[told], meanwhile=_meanwhile(changed))
    except VerbRefused as refused:
        return Outcome(errors=[str(objection.message) for objection in refused.objections], form=form)
    except DatabaseError as error:
        message = refusal(error)
        if message is None:
            raise
        return Outcome(errors=[message], form=form)
    return Outcome(done=str(action.done), claim=claim)


def _accept(given: dict[str, Any], *, snapshot: Snapshot, by: User) -> Claim:
    return workflow.accept(_as_seen(given), by=by)


def _dismiss(given: dict[str, Any], *, snapshot: Snapshot, by: User) -> Claim:
    return workflow.dismiss(_as_seen(given), by=by, dismissal_reason=given["dismissal_reason"])


def _merge(given: dict[str, Any], *, snapshot: Snapshot, by: User) -> Claim:
    workflow.merge(_as_seen(given), into=given["into"], by=by)
    into: Claim = given["into"]
    return into


def _propose(given: dict[str, Any], *, snapshot: Snapshot, by: User) -> Claim:
    """Whoever marks words themselves has decided that they are worth checking."""
    return workflow.propose(
        by=by,
        statement=given["statement"],
        snapshot=snapshot,
        start=given["start"],
        end=given["end"],
        claimant=given["claimant"],
        claimed_on=snapshot.article.published_on,
        accepted=True,
    )


def _attach(given: dict[str, Any], *, snapshot: Snapshot, by: User) -> Claim:
    workflow.attach_repeat(given["claim"], snapshot=snapshot, start=given["start"], end=given["end"], by=by)
    claim: Claim = given["claim"]
    return claim


ACTIONS = {
    "accept": Action(gettext_lazy("Accepted."), lambda data, _snapshot: ClaimActForm(data), _accept),
    "dismiss": Action(gettext_lazy("Dismissed."), lambda data, _snapshot: DismissActForm(data), _dismiss),
    "merge": Action(gettext_lazy("Merged."), lambda data, _snapshot: MergeActForm(data), _merge),
    "propose": Action(
        gettext_lazy("The claim is made."), lambda data, snapshot: NewClaimForm(data, snapshot=snapshot), _propose
    ),
    "attach": Action(
        gettext_lazy("Attached to the claim that was there already."),
        lambda data, snapshot: AttachActForm(data, snapshot=snapshot),
        _attach,
    ),
}


def _as_seen(given: dict[str, Any]) -> Claim:
    """The claim under a lock, if it is still as the person saw it."""
    claim = Claim.objects.select_for_update(no_key=True).get(pk=given["claim"].pk)
    if claim.revision != given["seen"]:
        raise ChangedMeanwhile(claim, given["seen"])
    return claim


def _meanwhile(changed: ChangedMeanwhile) -> list[str]:
    """The acts since then, newest first; a revision is one act."""
    since = min(max(changed.claim.revision - changed.seen, 1), CHANGES_TOLD)
    return [
        _("%(who)s: %(verb)s") % {"who": change.who or _("somebody"), "verb": change.verb}
        for change in changes_of(changed.claim, newest=since)
    ]


def _errors(form: Form) -> list[str]:
    return [
        f"{form.fields[name].label or name}: {problem}" if name in form.fields else str(problem)
        for name, problems in form.errors.items()
        for problem in problems
    ]
