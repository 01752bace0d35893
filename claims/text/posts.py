"""Posts of social networks as plain sentences: who said it and when stands apart, links go, tags become words."""

import re
from dataclasses import dataclass
from datetime import date, datetime

LINK = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/|www\.)\S*", re.IGNORECASE)
# People write on without a blank: “…today#LosAngeleshttps://t.co/…”.
GLUED_LINK = re.compile(r"(?<=\w)(?=https?://|pic\.twitter\.com/)", re.IGNORECASE)
# How a quoted post ends: “— Name (@handle) January 6, 2020”.
SIGNATURE = re.compile(
    r"\s*(?:[—–―]|--?)\s*(?P<name>[^—–―\n()]{1,80}?)\s*\((?P<handle>@?[^()\n]{1,60})\)\s*"
    r"(?P<day>[A-Z][a-z]+\.? \d{1,2}, \d{2,4})?\s*$"
)
LONGEST_SIGNATURE = 250
MARKED = re.compile(r"[@#＃＠](\w+)")
# KebakaranHutan, StopTheSteal, TrumpUKVisit, Covid19.
INSIDE = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")
# Where a mark begins inside a word: “WhiteHouse#Resist”.
GLUED_MARK = re.compile(r"(?<=\S)(?=[@#＃＠]\w)")
SHORT_DAY, LONG_DAY = "%B %d, %y", "%B %d, %Y"


@dataclass(frozen=True)
class Post:
    """``text`` is what it says; ``speaker`` the name under it, ``said_on`` the day, where it is signed."""

    text: str
    speaker: str = ""
    said_on: date | None = None


def read_post(text: str) -> Post:
    """What stays as it is, when the text is no post. Never raises."""
    without_links = LINK.sub(" ", GLUED_LINK.sub(" ", text)).rstrip()
    end = max(0, len(without_links) - LONGEST_SIGNATURE)
    signature = SIGNATURE.search(without_links, end)
    said = without_links[: signature.start()] if signature else without_links
    is_signed = signature and (signature["day"] or signature["handle"].startswith("@"))
    if not signature or not is_signed or not said.strip():
        return Post(_words(without_links))
    return Post(_words(said), _words(signature["name"]), _day(signature["day"] or ""))


def _words(text: str) -> str:
    marked = MARKED.sub(lambda match: INSIDE.sub(" ", match[1]), GLUED_MARK.sub(" ", text))
    return " ".join(marked.split())


def _day(text: str) -> date | None:
    for form in (LONG_DAY, SHORT_DAY):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
