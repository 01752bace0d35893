"""Why a verb may not be used now: the same list for the verb itself, the admin's buttons and the API's answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Objection:
    """One reason, for a person (``message``) and for a machine (``code``), and the field it is about, if any."""

    code: str
    message: str | Promise
    field: str = ""

    @property
    def is_permission(self) -> bool:
        return self.code == "not_permitted"


class VerbRefused(Exception):
    """The verb changed nothing. ``objections`` says why, all reasons at once."""

    def __init__(self, verb: str, objections: Iterable[Objection]) -> None:
        self.verb = verb
        self.objections = tuple(objections)
        super().__init__(" ".join(str(objection.message) for objection in self.objections))

    @property
    def is_permission(self) -> bool:
        """True when the user may not use the verb at all; otherwise it is the state or the content that forbids it."""
        return any(objection.is_permission for objection in self.objections)


def refuse_if(verb: str, objections: list[Objection]) -> None:
    """Raise :class:`VerbRefused` when there is any objection."""
    if objections:
        raise VerbRefused(verb, objections)
