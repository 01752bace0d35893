"""Roles in words, for those who have them and those who give them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import User

# By group, as migrations make them: its name for people, and what it may do.
WORDS: dict[str, tuple[Promise, Promise]] = {
    "researcher": (_("Researcher"), _("makes and edits drafts and submits verdicts")),
    "editor": (
        _("Editor"),
        _("does what researchers do, and approves, publishes, corrects and retracts what others wrote"),
    ),
    "administrator": (
        _("Administrator"),
        _("does what editors do, and manages accounts, scales, the policy and redactions"),
    ),
}


def roles_of(user: User) -> list[tuple[str, str]]:
    """Each role with what it may do; a group of the newsroom's own stands under its own name."""
    named = [WORDS.get(name, (name, "")) for name in user.groups.order_by("pk").values_list("name", flat=True)]
    roles = [(str(role), str(may)) for role, may in named]
    if user.is_superuser:
        roles.append((str(_("Superuser")), str(_("may do everything"))))
    return roles
