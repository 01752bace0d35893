"""Markdown of editors as harmless HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "strong", "ul"}
# "*" is what every tag may carry; left out, it would be more than nothing.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href", "rel"}, "ol": {"start"}}
EXTERNAL_REL = "nofollow noopener ugc"
# The page itself has the first two levels.
HIGHEST_HEADING, LOWEST_HEADING = 3, 5
# The parser takes quadratic time on hostile input; the gate refuses a reasoning that is longer than this. What is
# longer all the same, or has more opening brackets than any reasoning cites sources, is shown word for word.
LONGEST_MARKDOWN = 40_000
MOST_BRACKETS = 2_000
# Deeper quotations and lists are dropped by the parser.
DEEPEST_NESTING = 20


@dataclass(frozen=True)
class Reference:
    """Where ``[slug]`` leads, and the words to show in its place."""

    href: str
    label: str


def render_markdown(source: str, references: Mapping[str, str | Reference] | None = None) -> str:
    """CommonMark without raw HTML and images, reduced to a short list of tags and to http(s) and local links.

    ``[slug]`` becomes a link when ``references`` knows the slug and its address is safe: with the label of a
    :class:`Reference`, or else shown as it was typed. An unknown one stays text; ``[words][slug]`` keeps its words.
    Headings keep to levels 3 to 5, below those of the page. Links to other hosts carry ``rel``. No word of the source
    is ever left out: a source too long or too deeply nested for the parser is shown as plain paragraphs.
    """
    if _is_too_much(source):
        return _paragraphs(source)
    known = {
        normalizeReference(slug): target if isinstance(target, Reference) else Reference(target, f"[{slug}]")
        for slug, target in (references or {}).items()
    }
    known = {label: reference for label, reference in known.items() if _is_safe_link(reference.href)}
    environment = {
        "references": {
            label: {"title": "", "href": reference.href, "map": [0, 0]} for label, reference in known.items()
        }
    }
    parser = _parser()
    tokens = parser.parse(source, environment)
    if _is_too_deep(tokens):
        return _paragraphs(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), HIGHEST_HEADING), LOWEST_HEADING)}"
        _finish_links(token.children or [], known)
    rendered = parser.renderer.render(tokens, parser.options, environment)
    return _clean(rendered)


def render_inline(source: str) -> str:
    """One line of Markdown: emphasis, code and links, without paragraphs or lists."""
    if _is_too_much(source):
        return escape(" ".join(source.split()))
    parser = _parser()
    environment: dict[str, object] = {}
    tokens = parser.parseInline(source, environment)
    for token in tokens:
        _finish_links(token.children or [], {})
    return _clean(parser.renderer.render(tokens, parser.options, environment))


def plain_text(source: str) -> str:
    """The words without their markup, on one line: for search and descriptions."""
    if _is_too_much(source):
        return " ".join(source.split())
    tokens = _parser().parse(source)
    if _is_too_deep(tokens):
        return " ".join(source.split())
    blocks = []
    for token in tokens:
        children = token.children or ([token] if token.type in ("fence", "code_block") else [])
        blocks.append("".join(child.content or (" " if child.type.endswith("break") else "") for child in children))
    return " ".join(" ".join(blocks).split())


def _clean(rendered: str) -> str:
    return nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)


class _Parser(MarkdownIt):
    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": DEEPEST_NESTING, "store_labels": True})
        # Images would call on other hosts.
        self.disable("image")

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """What is no safe link stays the text it was typed as."""
        return _is_safe_link(url)


@cache
def _parser() -> _Parser:
    """One for all texts: it keeps nothing of what it has read, and to make it takes longer than to read a page."""
    return _Parser()


def _is_too_much(source: str) -> bool:
    return len(source) > LONGEST_MARKDOWN or source.count("[") > MOST_BRACKETS


def _is_too_deep(tokens: Sequence[Token]) -> bool:
    return any(token.level >= DEEPEST_NESTING - 1 for token in tokens)


def _paragraphs(source: str) -> str:
    paragraphs = (" ".join(paragraph.split()) for paragraph in source.split("\n\n"))
    return nh3.clean("".join(f"<p>{escape(words)}</p>\n" for words in paragraphs if words), tags={"p"})


def _is_safe_link(url: str) -> bool:
    """http(s) with a host, or a place on this site. Browsers read "//host" and "/\\host" as another host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    return bool(url) and not url.replace("\\", "/").replace("%5C", "/").replace("%5c", "/").startswith("//")


def _finish_links(tokens: Sequence[Token], known: Mapping[str, Reference]) -> None:
    """Mark the links that leave the site, and show the label of a citation in place of its slug."""
    for position, opening in enumerate(tokens):
        if opening.type != "link_open":
            continue
        if urlsplit(str(opening.attrs["href"])).netloc:
            opening.attrSet("rel", EXTERNAL_REL)
        words = _link_words(tokens, position)
        reference = known.get(str(opening.meta.get("label", "")))
        # "[words][slug]" has a label too, but other words.
        if reference and words and normalizeReference("".join(word.content for word in words)) == opening.meta["label"]:
            words[0].type, words[0].content, words[0].children = "text", reference.label, None
            for word in words[1:]:
                word.type, word.content, word.children = "text", "", None


def _link_words(tokens: Sequence[Token], position: int) -> list[Token]:
    """The tokens between a link's ends. Links do not nest."""
    words: list[Token] = []
    for token in tokens[position + 1 :]:
        if token.type == "link_close":
            break
        words.append(token)
    return words
