"""What a person does about a link: nothing here happens by itself."""

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.intake.article import ArticleFacts, ImportReport, import_article
from claims.models import Link, User
from claims.text.addresses import canonical_url
from claims.text.documents import kind_of, read_document
from claims.web import NotFetched, fetch
from claims.workflow import recorded
from claims.workflow.objections import Objection, refuse_if


def say_looked_at(link: Link, *, by: User) -> None:
    """It is as it should be, or is being taken care of: the text as it is now is what later ones are compared with."""
    _refuse_without_permission(link, by)
    columns = {"looked_at": timezone.now(), "looked_by": by}
    if link.state == Link.State.CHANGED:
        columns |= {"baseline": link.newest, "state": Link.State.ALIVE, "since": timezone.now(), "reason": ""}
    # Not when another check has found something else since the person looked.
    Link.objects.filter(pk=link.pk, state=link.state, newest=link.newest).update(**columns)
    link.refresh_from_db()


def use_new_address(link: Link, *, by: User) -> None:
    """The source or article is read at the address to which its server has moved it for good."""
    _refuse_without_permission(link, by)
    moved = link.state == Link.State.MOVED and bool(link.final_url)
    refuse_if("use_new_address", [] if moved else [Objection("not_moved", _("It has not moved."))])
    with recorded("edit", by=by, reason=_("The server moved it for good.")):
        document = type(link.document)._default_manager.select_for_update(of=("self",)).get(pk=link.document.pk)
        document.url = link.final_url
        document.canonical_url = canonical_url(link.final_url)
        document.save(update_fields=["url", "canonical_url", "updated_at"])
        columns = {"url": link.final_url, "state": Link.State.ALIVE, "since": timezone.now(), "reason": ""}
        Link.objects.filter(pk=link.pk).update(**columns)
    link.refresh_from_db()


def renew_article(link: Link, *, by: User) -> ImportReport:
    """Store the article's present text as a new snapshot and find the quotes again in it.

    Raises ``NotFetched`` and ``UnreadableArticle`` with a message for the person.
    """
    _refuse_without_permission(link, by)
    article = link.article
    if article is None or not article.url:
        raise LookupError("Only an article has snapshots.")
    page = fetch(article.url)
    if not 200 <= page.status < 300:
        raise NotFetched(_("The server answers with status %d.") % page.status)
    kind = kind_of(page.body, name=page.final_url, content_type=page.content_type)
    document = read_document(page.body, kind, content_type=page.headers.get("content-type", ""), url=page.final_url)
    facts = ArticleFacts(article.title, article.publisher.slug, article.language, article.url, article.published_on)
    report = import_article(document.text, facts, by=by)
    say_looked_at(link, by=by)
    return report


def _refuse_without_permission(link: Link, by: User) -> None:
    permission = "claims.change_source" if link.source_id else "claims.change_article"
    allowed = by.is_active and by.has_perm(permission)
    refuse_if("look", [] if allowed else [Objection("not_permitted", _("Your role does not allow this."))])
