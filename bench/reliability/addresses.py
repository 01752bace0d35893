"""Every public address there is, with every parameter it knows, for names that are public and names that are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, reverse

from claims.api import urls as api_urls
from claims.api.claim_list import ORDERINGS
from claims.api.exports import FILES
from claims.pages import crawler_urls, urls
from claims.pages.claim_list import PARAMETERS, SORTS
from claims.pages.figures import FIGURES

LANGUAGES = ("en", "id")
# Pages of one kind of thing: which names stand in the place of the slug.
THINGS = {
    "claim": ("claim", "version", "cite", "claim-picture", "embed", "diff", "report-error"),
    "article": ("article",),
    "source": ("source",),
    "entity": ("name", "entity"),
    "topic": ("topic", "topic-feed"),
}
API_OF_A_CLAIM = ("versions", "version-citation", "citation", "evidence", "appearances", "claimreview")
# Answers that say how long they took or what moment it is would differ by themselves; those of people are no reader's.
LEFT_OUT = {"patterns"}


@dataclass
class Names:
    """What may stand in an address, by kind of thing."""

    claim: list[str] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    entity: list[str] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)

    @classmethod
    def alike(cls, word: str) -> "Names":
        return cls(*([word] for _ in range(6)), prefixes=["fedcb"])

    def first(self, count: int) -> "Names":
        return Names(*(getattr(self, name)[:count] for name in self.__dataclass_fields__))


def paths(names: Names, languages: Iterable[str] = LANGUAGES) -> Iterator[str]:
    """Every route of the site; raises KeyError for one that nobody has said the names of."""
    for language in languages:
        for pattern in urls.urlpatterns:
            yield from (f"/{language}/{rest}" for rest in _filled(pattern, names, f"/{language}/", "pages"))
    for pattern in api_urls.urlpatterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            yield from (f"/api/v1/{rest}" for rest in _filled(pattern, names, "/api/v1/", "api"))
    yield from (f"/{rest}" for pattern in crawler_urls.urlpatterns for rest in _filled(pattern, names, "/", ""))
    yield from ("/.well-known/factcheck-record.json", "/", "/v1alpha1/claims:search?query=rice", "/nowhere/")


def _filled(pattern: Any, names: Names, start: str, namespace: str) -> Iterator[str]:
    if pattern.name in LEFT_OUT:
        return
    wanted = list(_parameters(pattern))
    for values in product(*(_values(pattern.name, parameter, names) for parameter in wanted)):
        name = f"{namespace}:{pattern.name}" if namespace else pattern.name
        address = reverse(name, kwargs=dict(zip(wanted, values, strict=True)))
        # `reverse` puts the language of this program in front.
        yield address.removeprefix("/en/" if namespace == "pages" else start)


def _parameters(pattern: Any) -> Iterable[str]:
    converters = getattr(pattern.pattern, "converters", {})
    return converters or pattern.pattern.regex.groupindex


def _values(route: str, parameter: str, names: Names) -> list[Any]:
    fixed: dict[tuple[str, str], list[Any]] = {
        ("feed", "name"): ["latest", "corrections"],
        ("figure-csv", "name"): list(FIGURES),
        ("method-version", "version"): ["1"],
        ("report", "number"): names.words,
        ("export", "file"): list(FILES),
        ("lookup", "prefix"): names.prefixes,
        ("sitemap", "section"): ["pages", "claims", "articles", "sources", "names", "topics"],
        ("annotations", "slug"): names.article,
    }
    if (route, parameter) in fixed:
        return fixed[route, parameter]
    if parameter == "version":
        return [1, 2, 99]
    if parameter == "kind":
        return ["atom", "json"]
    kind = next((kind for kind, routes in THINGS.items() if route in routes), None)
    if kind is None and route in API_OF_A_CLAIM:
        kind = "claim"
    if kind is None or parameter != "slug":
        raise KeyError(f"{route}: nobody has said what {parameter} is")
    return list(getattr(names, kind))


def questions(names: Names, languages: Iterable[str] = LANGUAGES) -> Iterator[str]:
    """Lists with each filter, order and search, asked with these names."""
    for language in languages:
        yield from (f"/{language}/claims/?{query}" for query in _filters(PARAMETERS, names))
        yield from (f"/{language}/claims/?{urlencode({'q': 'rice', 'sort': sort})}" for sort in SORTS)
    for view, address in _lists():
        yield from (f"{address}?{query}" for query in _filters(view.view_class.parameters, names))
    yield from (f"/api/v1/claims/?{urlencode({'ordering': order, 'page_size': 100})}" for order in ORDERINGS)
    yield from ("/api/v1/claims/?count=true&q=rice", "/api/v1/changes/?since=0&texts=true", "/api/v1/changes/?since=5")
    for word in names.words:
        yield f"/v1alpha1/claims:search?{urlencode({'query': word, 'languageCode': 'en'})}"
        yield f"/v1alpha1/claims:search?{urlencode({'reviewPublisherSiteFilter': f'{word}.example'})}"
        yield f"/api/v1/oembed/?{urlencode({'url': f'http://127.0.0.1:8000/en/claims/{word}/'})}"


def _lists() -> Iterator[tuple[Any, str]]:
    for pattern in api_urls.urlpatterns:
        is_list = isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.converters
        if is_list and hasattr(getattr(pattern.callback, "view_class", None), "parameters"):
            yield pattern.callback, reverse(f"api:{pattern.name}")


def _filters(parameters: Iterable[str], names: Names) -> Iterator[str]:
    known = {"topic": names.topic, "claimant": names.entity, "entity": names.entity, "article": names.article}
    known |= {"publisher": names.entity, "source": names.source, "parent": names.claim, "claim": names.claim}
    known |= {"source_domain": [f"{name}.example" for name in names.entity]}
    for parameter in parameters:
        for value in known.get(parameter, names.words[:3]):
            yield urlencode({parameter: value})
