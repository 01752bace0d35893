"""Wiring only: the application's name and its system checks."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Fact-checking")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("claims.checks")
        # Both listen to Django's signals of log-ins.
        import_module("claims.accounts.security_log")
        import_module("claims.accounts.sessions")
