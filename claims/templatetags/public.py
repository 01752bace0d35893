"""How public pages show texts, verdicts, dates and addresses of the record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import reverse, translate_url
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language_info, gettext

from claims.record import (
    current_language,
    in_reader_language,
    kind_name,
    language_of,
    localized,
    site_languages,
    verdict_sign,
)
from claims.record.document import ClaimDocument, RatingDocument
from claims.record.embedding import frame
from claims.text.markdown import Reference, plain_text, render_inline, render_markdown

register = template.Library()

FRAGMENT_LENGTH = 120
# Characters of a statement that fit into a message.
MOST_SHARED = 200


@register.filter
def in_language(text: Any) -> str:
    """The words for the reader, without saying which language they are in: for titles and attributes."""
    return in_reader_language(text if isinstance(text, dict) else localized(text))


@register.filter
def words(text: Mapping[str, str] | None) -> SafeString:
    """The words for the reader; another language than the page's is marked, so that it is read out correctly."""
    known = text or {}
    return marked(in_reader_language(known), language_of(known))


@register.filter
def line(text: Any) -> SafeString:
    """The same for a line with emphasis in it, such as a summary or a note."""
    known = localized(text)
    language = language_of(known)
    attribute = format_html(' lang="{}"', language) if language not in ("", current_language()) else ""
    html = mark_safe(render_inline(in_reader_language(known)))  # noqa: S308 - reduced to harmless tags
    return format_html('<bdi dir="auto"{}>{}</bdi>', attribute, html)


@register.simple_tag
def marked(text: str, language: str | None) -> SafeString:
    """A text in a known language, marked when that is not the page's. Its direction is its own affair."""
    if not language or language == current_language():
        return format_html('<bdi dir="auto">{}</bdi>', text)
    return format_html('<bdi dir="auto" lang="{}">{}</bdi>', language, text)


@register.simple_tag
def markdown(text: Mapping[str, str], references: Mapping[str, Reference] | None = None) -> SafeString:
    language = language_of(text)
    html = render_markdown(text.get(language, ""), references)
    attribute = format_html(' lang="{}"', language) if language != current_language() else ""
    # render_markdown has reduced it to harmless tags.
    return format_html('<div class="prose" dir="auto"{}>{}</div>', attribute, mark_safe(html))  # noqa: S308


@register.filter
def description(text: Mapping[str, str]) -> str:
    """One line for search results and shared links."""
    return plain_text(in_language(text))[:200]


@register.filter
def sign(rating: RatingDocument | None) -> str:
    """The name of a verdict's sign in ``verdicts.svg`` and of its colour."""
    return verdict_sign(rating)


@register.filter
def day(value: str | date | None) -> SafeString | str:
    """A day as the reader's language writes it, in a time element."""
    known = parse_date(value) if isinstance(value, str) else value
    if known is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', known.isoformat(), date_format(known, "j F Y"))


@register.filter
def moment(value: str | datetime | None) -> SafeString | str:
    """A moment in UTC."""
    known = parse_datetime(value) if isinstance(value, str) else value
    if known is None:
        return ""
    shown = date_format(known, "j F Y, H:i")
    return format_html('<time datetime="{}">{} UTC</time>', known.isoformat(timespec="seconds"), shown)


@register.filter
def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def grouped(number: int) -> str:
    """A number with the thousands set apart as the reader's language does it."""
    return number_format(number, force_grouping=True)


@register.filter
def text_fragment(address: str, quote_text: str) -> str:
    """An address that opens at the quoted words, where the browser can (URL Fragment Text Directives).

    A browser looks for one piece of text within one paragraph; of a longer quote it gets the first and the last words.
    """
    lines = quote_text.strip().splitlines() or [""]
    ends = [lines[0]]
    if len(lines) > 1 or len(lines[0]) > FRAGMENT_LENGTH:
        ends = [_cut(lines[0]), _cut(lines[-1][::-1])[::-1]]
    # A hyphen would be read as the mark of a prefix or a suffix.
    directive = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{address.partition('#')[0]}#:~:text={directive}"


def _cut(words: str) -> str:
    """The beginning of a text, ending with a whole word where there is one."""
    if len(words) <= FRAGMENT_LENGTH // 2:
        return words
    beginning = words[: FRAGMENT_LENGTH // 2]
    return beginning.rpartition(" ")[0] or beginning


@register.filter
def copies_elsewhere(address: str) -> str:
    """Where a page that is gone may still be read: all copies that the Internet Archive took of it."""
    return f"https://web.archive.org/web/*/{address}"


@register.simple_tag
def share_links(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Addresses that hand the verdict on; nothing of these services is loaded by our page."""
    address = settings.SITE_URL + reverse("pages:claim", kwargs={"slug": document["slug"]})
    rating = document.get("rating")
    verdict = in_reader_language(rating["label"]) if rating else of_kind(document["verification_status"])
    statement = Truncator(in_reader_language(document.get("statement") or {})).chars(MOST_SHARED)
    words = f"{verdict}: {statement}"
    both = quote(f"{words} {address}", safe="")
    only_words, only_address = quote(words, safe=""), quote(address, safe="")
    return [
        {"name": "WhatsApp", "address": f"https://wa.me/?text={both}"},
        {"name": "Telegram", "address": f"https://t.me/share/url?url={only_address}&text={only_words}"},
        {"name": gettext("E-mail"), "address": f"mailto:?subject={only_words}&body={only_address}"},
    ]


@register.simple_tag
def oembed_address(request: HttpRequest) -> str:
    """Where a program that knows the page's address finds how to show it in a frame."""
    page = settings.SITE_URL + request.path
    return f"{settings.SITE_URL}{reverse('api:oembed')}?url={quote(page, safe='')}"


@register.simple_tag
def embed_code(document: ClaimDocument) -> str:
    """What an editor pastes into an article; shown as text."""
    page = settings.SITE_URL + reverse("pages:claim", kwargs={"slug": document["slug"]})
    return escape(frame(page, in_reader_language(document["statement"])))


@register.filter
def of_kind(kind: str) -> str:
    """What a source, a person or a part of an article is, in the reader's words."""
    return kind_name(kind)


@register.simple_tag(takes_context=True)
def alternates(context: RequestContext) -> list[dict[str, str]]:
    """This page in every language of the site: ``path`` with what the reader filled in, ``url`` without.

    What is at no known address has no other languages; from there the front page is one step.
    """
    request = context["request"]
    found = request.resolver_match is not None
    path, bare = (request.get_full_path(), request.path) if found else (reverse("pages:home"),) * 2
    return [
        {
            "code": language,
            "name": get_language_info(language)["name_local"],
            "path": translate_url(path, language),
            "url": settings.SITE_URL + translate_url(bare, language),
        }
        for language in site_languages()
    ]


@register.simple_tag
def setting(name: str) -> str:
    """A setting that readers may see."""
    if name not in {"SITE_NAME", "SITE_URL", "LICENSE_URL"}:
        raise template.TemplateSyntaxError(f"The setting {name} is not for pages.")
    return str(getattr(settings, name))
