"""comment: say something about a claim to colleagues. It changes nothing that readers or an approval see."""

import re

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Comment, User
from claims.models.comment import LONGEST_COMMENT
from claims.workflow.notices.outside import notify_mentioned
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.recording import recorded

# Not within an address of the web or of e-mail. A login name may hold dots, pluses and hyphens.
MENTION = re.compile(r"(?<![\w.@/+-])@([\w.+-]+)")


def comment_objections(by: User) -> list[Objection]:
    if by.is_active and by.has_perm("claims.add_comment"):
        return []
    return [Objection("not_permitted", _("Your role does not allow this."))]


def comment(claim: Claim, *, text: str, by: User) -> Comment:
    """Keep the comment, with the colleagues whom it names as ``@login``. Raises ``VerbRefused``."""
    words = text.replace("\r\n", "\n").strip()
    with recorded("comment", by=by):
        objections = comment_objections(by)
        if not words:
            objections.append(Objection("no_text", _("Write something first."), "text"))
        if len(words) > LONGEST_COMMENT:
            message = _("A comment has at most %(most)d characters.") % {"most": LONGEST_COMMENT}
            objections.append(Objection("too_long", message, "text"))
        refuse_if("comment", objections)
        written = Comment.objects.create(claim=claim, author=by, text=words)
        people = mentioned_people(words)
        written.mentioned.set(people)
        notify_mentioned(people, claim=claim, comment=written.pk, by=by)
    return written


def mentioned_people(text: str) -> list[User]:
    """Active colleagues whose login name stands after an @; a full stop may end the sentence and not the name."""
    names = {name for found in MENTION.findall(text) for name in (found, found.rstrip(".+-"))}
    return list(User.objects.filter(username__in=names, is_active=True, is_staff=True)) if names else []
