"""The people of the newsroom."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    public_name = models.CharField(
        _("public name"),
        max_length=150,
        blank=True,
        help_text=_("The name readers see under what this person wrote or approved. Without it: the full name."),
    )
    notified_in_admin = models.BooleanField(
        _("notify me in the admin"),
        default=True,
        help_text=_("A bell in the header counts what is new, and a page lists it."),
    )
    notified_by_mail = models.BooleanField(
        _("notify me by e-mail"),
        default=True,
        help_text=_("What happens within a few minutes comes in one e-mail. Needs an address."),
    )

    @property
    def byline(self) -> str:
        """The name for the public record; never the login name unless nothing else was given."""
        return self.public_name or self.get_full_name() or self.username
