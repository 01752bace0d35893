"""The picture that messengers and social networks show beside a shared claim: verdict, statement, name of the site."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import font_source_serif_pro
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from claims.models import Publication
from claims.pages.listing import refuse_unknown
from claims.pages.reader_page import reader_page
from claims.record import History, history, in_reader_language, kind_name, localized, verdict_sign
from claims.record.document import ClaimDocument
from claims.text.normalisation import INVISIBLE

# What the networks ask for; also told to them in the page's head.
WIDTH, HEIGHT = 1200, 630
MARGIN, BAND = 80, 24
PAPER, INK, SOFT = "#fbfaf6", "#1c1b1a", "#5b5751"
# The colours of site.css in the light; a picture cannot follow the reader's choice.
COLOURS = {
    "5": "#12703f",
    "4": "#4c6b10",
    "3": "#855a00",
    "2": "#b0410c",
    "1": "#a81c1c",
    "true": "#12703f",
    "false": "#a81c1c",
    "mixture": "#6a3fa0",
}
QUIET = "#57534d"
STATEMENT_SIZES = (62, 54, 47, 41, 36)
STATEMENT_TOP, STATEMENT_BOTTOM = 235, HEIGHT - 120
LINE_HEIGHT = 1.22
MOST_CHARACTERS = 400
SIGN_SIZE = 84
SEMIBOLD, REGULAR = "SourceSerifProSemibold", "SourceSerifPro"


@dataclass(frozen=True)
class PictureWords:
    """What stands in a picture; ``sign`` is a name of ``verdicts.svg``."""

    verdict: str
    sign: str
    statement: str
    foot: str


@reader_page
def claim_picture(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """The picture of one version. An address for each, because networks keep what they once fetched."""
    refuse_unknown(request.GET, [])
    known = history(slug)
    shown = known.get(version) if known else None
    if known is None or shown is None:
        raise Http404(_("There is no published claim at this address."))
    row = Publication.objects.only("document", "version").get(number=shown.number)
    return _answer(_words_of(row, known))


@reader_page
def site_picture(request: HttpRequest) -> HttpResponse:
    """For pages that are not of one claim."""
    refuse_unknown(request.GET, [])
    sentence = _("Claims from the news, checked one by one, with every source and every change on record.")
    return _answer(PictureWords(settings.SITE_NAME, "5", sentence, settings.SITE_URL.partition("://")[2]))


def draw(words: PictureWords) -> bytes:
    """The picture as PNG, ``WIDTH`` × ``HEIGHT`` pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    colour = COLOURS.get(words.sign, QUIET)
    canvas.rectangle((0, 0, BAND, HEIGHT), fill=colour)
    image.paste(*_sign(words.sign, colour))
    beside = MARGIN + SIGN_SIZE + 28
    verdict = _fitted(words.verdict, font(SEMIBOLD, 64), WIDTH - beside - MARGIN)
    canvas.text((beside, MARGIN + SIGN_SIZE / 2), verdict, fill=colour, font=font(SEMIBOLD, 64), anchor="lm")
    _write_statement(canvas, words.statement[:MOST_CHARACTERS])
    foot = _fitted(words.foot, font(REGULAR, 32), WIDTH - 2 * MARGIN)
    canvas.text((MARGIN, HEIGHT - 70), foot, fill=SOFT, font=font(REGULAR, 32), anchor="lm")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def can_write(text: str) -> bool:
    """Whether the font has a sign for every letter; a row of empty boxes says nothing."""
    return all(_has_sign(character) for character in set(text) if not character.isspace())


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_source_serif_pro.font_files_ttf[name], size, layout_engine=ImageFont.Layout.BASIC)


def _answer(words: PictureWords) -> HttpResponse:
    return HttpResponse(draw(words), content_type="image/png")


def _words_of(row: Publication, known: History) -> PictureWords:
    document: ClaimDocument = row.document
    rating = document.get("rating")
    retracted = known.retraction is not None
    if retracted:
        verdict, sign = kind_name("retracted"), "other"
    else:
        # A version that was redacted has fewer fields than its type says.
        status = document.get("verification_status") or "unverified"
        verdict = in_reader_language(rating["label"]) if rating else kind_name(status)
        sign = verdict_sign(rating)
    parts = [settings.SITE_NAME, *_age(document, is_current=row.version == known.newest.version or retracted)]
    return PictureWords(verdict, sign, _statement(document), " · ".join(parts))


def _age(document: ClaimDocument, *, is_current: bool) -> Iterator[str]:
    as_of = parse_date(document.get("as_of") or "")
    if as_of:
        yield _("as of %(day)s") % {"day": date_format(as_of, "j F Y")}
    if not is_current:
        yield _("replaced by a newer version")


def _statement(document: ClaimDocument) -> str:
    """In the reader's language, else in one whose letters the font has, else nothing."""
    texts = localized(document.get("statement") or {})
    candidates = [in_reader_language(texts), *texts.values()]
    plain = (_plain(text) for text in candidates)
    return next((text for text in plain if text and can_write(text)), "")


def _plain(text: str) -> str:
    seen = "".join(character for character in text[: 2 * MOST_CHARACTERS] if character not in INVISIBLE)
    return " ".join(seen.split())[:MOST_CHARACTERS]


@cache
def _has_sign(character: str) -> bool:
    shape = font(REGULAR, 24).getmask(character)
    missing = font(REGULAR, 24).getmask("\uffff")
    return (shape.size, bytes(shape)) != (missing.size, bytes(missing))


def _write_statement(canvas: ImageDraw.ImageDraw, statement: str) -> None:
    """In the largest size that fits; what fits in none ends with dots."""
    room = STATEMENT_BOTTOM - STATEMENT_TOP
    for size in STATEMENT_SIZES:
        used = font(SEMIBOLD, size)
        lines = list(_lines(statement, used, WIDTH - 2 * MARGIN))
        step = int(size * LINE_HEIGHT)
        most = room // step
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _fitted(" ".join(lines[most - 1 :]), used, WIDTH - 2 * MARGIN)]
    for number, line in enumerate(lines):
        canvas.text((MARGIN, STATEMENT_TOP + number * step), line, fill=INK, font=used)


def _lines(text: str, used: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and used.getlength(longer) > width:
            yield line
            longer = word
        line = longer
        while used.getlength(line) > width:
            piece = _longest(line, used, width)
            yield piece
            line = line[len(piece) :]
    if line:
        yield line


def _longest(text: str, used: ImageFont.FreeTypeFont, width: int) -> str:
    """The longest beginning that is not wider; at least one character."""
    fitting = bisect_right(range(len(text) + 1), float(width), key=lambda end: used.getlength(text[:end])) - 1
    return text[: max(1, fitting)]


def _fitted(text: str, used: ImageFont.FreeTypeFont, width: int) -> str:
    if used.getlength(text) <= width:
        return text
    return _longest(text, used, width - int(used.getlength("…"))).rstrip() + "…"


def _sign(name: str, colour: str) -> tuple[Image.Image, tuple[int, int]]:
    """The verdict's sign as in ``verdicts.svg``, drawn larger and made smaller, so that edges are smooth."""
    unit = SIGN_SIZE * 4 / 24
    image = Image.new("RGB", (SIGN_SIZE * 4, SIGN_SIZE * 4), PAPER)
    SIGNS.get(name, _dash)(_Pen(ImageDraw.Draw(image), unit, colour))
    return image.resize((SIGN_SIZE, SIGN_SIZE), Image.Resampling.LANCZOS), (MARGIN, MARGIN)


@dataclass(frozen=True)
class _Pen:
    """Draws in the units of ``verdicts.svg``, a square of 24."""

    canvas: ImageDraw.ImageDraw
    unit: float
    colour: str

    def disc(self, radius: float, middle: tuple[float, float] = (12, 12)) -> None:
        self.canvas.ellipse(self._around(radius, middle), fill=self.colour)

    def ring(self) -> None:
        self.canvas.ellipse(self._around(11, (12, 12)), outline=self.colour, width=int(2 * self.unit))

    def slice(self, quarters: int) -> None:
        self.canvas.pieslice(self._around(11, (12, 12)), -90, -90 + 90 * quarters, fill=self.colour)

    def line(self, *points: tuple[float, float], colour: str = "") -> None:
        places = [(x * self.unit, y * self.unit) for x, y in points]
        self.canvas.line(places, fill=colour or self.colour, width=int(2.5 * self.unit), joint="curve")

    def bow(self, radius: float, middle: tuple[float, float], start: float, end: float) -> None:
        self.canvas.arc(self._around(radius, middle), start, end, fill=self.colour, width=int(2.2 * self.unit))

    def _around(self, radius: float, middle: tuple[float, float]) -> tuple[float, float, float, float]:
        (x, y), unit = middle, self.unit
        return (x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit


def _tick(pen: _Pen) -> None:
    pen.disc(11)
    pen.line((6.5, 12.5), (10.2, 16.2), (17.5, 8.2), colour=PAPER)


def _cross(pen: _Pen) -> None:
    pen.disc(11)
    pen.line((7.5, 7.5), (16.5, 16.5), colour=PAPER)
    pen.line((16.5, 7.5), (7.5, 16.5), colour=PAPER)


def _quarters(count: int) -> Callable[[_Pen], None]:
    def draw_quarters(pen: _Pen) -> None:
        pen.ring()
        pen.slice(count)

    return draw_quarters


def _dots(pen: _Pen) -> None:
    pen.ring()
    for x in (7.4, 12, 16.6):
        pen.disc(1.7, (x, 12))


def _question(pen: _Pen) -> None:
    pen.ring()
    pen.bow(4.2, (12, 9.4), 180, 450)
    pen.line((12, 12.6), (12, 14.6))
    pen.disc(1.5, (12, 17.6))


def _dash(pen: _Pen) -> None:
    pen.ring()
    pen.line((7, 12), (17, 12))


def _clock(pen: _Pen) -> None:
    pen.ring()
    pen.line((12, 7), (12, 12.4), (15.4, 14.4))


SIGNS: dict[str, Any] = {
    "5": _tick,
    "4": _quarters(3),
    "3": _quarters(2),
    "2": _quarters(1),
    "1": _cross,
    "true": _tick,
    "false": _cross,
    "mixture": _dots,
    "unproven": _question,
    "other": _dash,
    "none": _clock,
}
