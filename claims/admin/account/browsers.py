"""Browsers by the names that people know."""

from django.utils.translation import gettext as _
from ua_parser import parse


def name_of(user_agent: str) -> str:
    """Such as “Firefox on Android”; what is not known says so."""
    read = parse(user_agent)
    browser = read.user_agent.family if read.user_agent else ""
    system = read.os.family if read.os else ""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
