"""Markdown of editors as harmless HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "strong", "ul"}
# The parser takes quadratic time on hostile input; the gate refuses a reasoning that is longer than this.
LONGEST_MARKDOWN = 40_000


@dataclass(frozen=True)
class Reference:
    """Where ``[slug]`` leads, and the words to show in its place."""

    href: str
    label: str


def render_markdown(source: str, references: Mapping[str, str | Reference] | None = None) -> str:
    """CommonMark without raw HTML and images, reduced to a short list of tags and to http(s) and local links.

    ``[slug]`` becomes a link when ``references`` knows the slug; an unknown one stays as it was typed.
    """
    known = {slug: _reference(slug, target) for slug, target in (references or {}).items()}
    parser = _parser()
    environment = {
        "references": {
            slug.upper(): {"title": "", "href": reference.href, "map": [0, 0]} for slug, reference in known.items()
        }
    }
    tokens = parser.parse(source[:LONGEST_MARKDOWN], environment)
    labels = {reference.href: reference.label for reference in known.values()}
    slugs = set(known)
    for token in tokens:
        _relabel(token.children or [], labels, slugs)
    rendered = parser.renderer.render(tokens, parser.options, environment)
    return _clean(rendered)


def render_inline(source: str) -> str:
    """One line of Markdown: emphasis, code and links, without paragraphs or lists."""
    return _clean(_parser().renderInline(source[:LONGEST_MARKDOWN]))


def plain_text(source: str) -> str:
    """The words without their markup, on one line: for search and descriptions."""
    tokens = _parser().parse(source[:LONGEST_MARKDOWN])
    blocks = []
    for token in tokens:
        children = token.children or ([token] if token.type in ("fence", "code_block") else [])
        blocks.append("".join(child.content or (" " if child.type.endswith("break") else "") for child in children))
    return " ".join(" ".join(blocks).split())


def _clean(rendered: str) -> str:
    return nh3.clean(
        rendered,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        attribute_filter=_keep_attribute,
        link_rel="nofollow noopener ugc",
    )


def _parser() -> MarkdownIt:
    # Deep nesting is cut off by the parser itself ("maxNesting"); images would call on other hosts.
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable("image")


def _reference(slug: str, target: str | Reference) -> Reference:
    return target if isinstance(target, Reference) else Reference(target, f"[{slug}]")


def _relabel(tokens: list[Token], labels: dict[str, str], slugs: set[str]) -> None:
    """Show the label of a reference in place of its slug."""
    for opening, words in pairwise(tokens):
        if opening.type == "link_open" and words.content in slugs:
            words.content = labels.get(str(opening.attrs["href"]), words.content)


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Links go to http(s) or stay on the site; anything that a browser might read otherwise is dropped."""
    if (tag, attribute) != ("a", "href"):
        return value if attribute == "rel" else None
    parts = urlsplit(value)
    local = not parts.scheme and not parts.netloc and value[:1] in ("/", "#")
    return value if local or parts.scheme in ("http", "https") else None
