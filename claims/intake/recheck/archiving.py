"""Lasting copies elsewhere: typed by hand, or asked of a service that the newsroom chooses. The default asks nobody."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from claims.models import Source, User
from claims.text.addresses import UnsafeAddress
from claims.web import NotFetched, fetch
from claims.workflow import recorded
from claims.workflow.objections import Objection, refuse_if

MEMENTO_DATETIME = "memento-datetime"


class ArchivingFailed(ValueError):
    """There is no copy, and the message says why."""


class Archiver(Protocol):
    """``ARCHIVER`` names a class of this kind, which is made without arguments."""

    def archive(self, url: str) -> str:
        """The address of a lasting copy of ``url``, made or found. Raises :class:`ArchivingFailed`."""


class NoArchiver:
    def archive(self, url: str) -> str:
        raise ArchivingFailed(_("No archive is chosen (ARCHIVER). Type the address of a copy by hand."))


class TimeGate:
    """Finds the newest copy in a web archive that speaks Memento (RFC 7089), such as the Internet Archive.

    An example, off by default: it tells the archive which address the newsroom works on.
    """

    timegate = "https://web.archive.org/web/"

    def archive(self, url: str) -> str:
        try:
            page = fetch(f"{self.timegate}{url}")
        except (NotFetched, UnsafeAddress) as failure:
            raise ArchivingFailed(_("The archive does not answer: %s") % failure) from None
        if page.status != 200 or MEMENTO_DATETIME not in page.headers:
            raise ArchivingFailed(_("The archive has no copy of it (status %d).") % page.status)
        return page.final_url


def find_copy(url: str) -> str:
    """The address of a lasting copy, or nothing where no archive is chosen or it has none.

    For a form that a person looks over. Never with a transaction open: somebody else's server is asked.
    """
    try:
        return chosen_archiver().archive(url)
    except ArchivingFailed:
        return ""


def chosen_archiver() -> Archiver:
    archiver: Archiver = import_string(settings.ARCHIVER)()
    return archiver


def archive_source(source: Source, *, by: User) -> str:
    """Ask the archiver, and keep the address that it gives. Nobody is asked while a transaction is open."""
    allowed = by.is_active and by.has_perm("claims.change_source")
    refuse_if("archive", [] if allowed else [Objection("not_permitted", _("Your role does not allow this."))])
    confidential = source.evidence.filter(confidential=True).exists()
    reason = _("It is confidential: an archive would learn of it.")
    refuse_if("archive", [Objection("confidential", reason)] if confidential else [])
    copy = chosen_archiver().archive(source.url)
    with recorded("archive", by=by):
        source.archived_url = copy
        source.clean_fields(exclude=[field.name for field in Source._meta.fields if field.name != "archived_url"])
        source.save(update_fields=["archived_url", "updated_at"])
    return copy
