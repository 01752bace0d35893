"""A person asks that addresses be looked at now: of a source, or of everything that a claim rests on."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.intake.recheck.checking import ask_again
from claims.models import Claim, Link, Source, User
from claims.workflow.objections import Objection, refuse_if

ALLOWED = "claims.change_source"
NOTHING = Objection("no_address", _("There is no address that could be checked."))


def links_of(claim: Claim) -> QuerySet[Link]:
    here = Q(source__evidence__claim=claim) | Q(article__snapshots__appearances__claim=claim)
    return Link.objects.filter(pk__in=Link.objects.filter(here).values("pk"))


def recheck_claim_objections(claim: Claim, by: User) -> list[Objection]:
    return _objections(links_of(claim), by)


def recheck_claim(claim: Claim, *, by: User, reason: str = "") -> Claim:
    """Put the addresses of its sources and articles first; the worker checks them."""
    refuse_if("recheck", recheck_claim_objections(claim, by))
    ask_again(links_of(claim))
    return claim


def recheck_source_objections(source: Source, by: User) -> list[Objection]:
    return _objections(Link.objects.filter(source=source), by)


def recheck_source(source: Source, *, by: User, reason: str = "") -> Source:
    """Put its address first; the worker checks it."""
    refuse_if("recheck", recheck_source_objections(source, by))
    ask_again(Link.objects.filter(source=source))
    return source


def _objections(links: QuerySet[Link], by: User) -> list[Objection]:
    if not (by.is_active and by.has_perm(ALLOWED)):
        return [Objection("not_permitted", _("Your role does not allow this."))]
    return [] if links.exists() else [NOTHING]
