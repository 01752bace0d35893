"""Read a dossier folder whole and refuse it whole, naming the path of every wrong field."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from claims.intake.dossier.schema import DossierClaim, DossierFile
from claims.models import Rating
from claims.text.anchors import make_selector
from claims.text.digests import sha256_hex
from claims.text.normalisation import UnreadableArticle, decode_article

LARGEST_FILE_BYTES = 20_000_000
PROBLEMS_SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """``path`` is the field in the file, such as ``claims[3].quote.exact``."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class DossierRefused(ValueError):
    """Nothing was loaded. ``problems`` names every wrong field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[:PROBLEMS_SHOWN]]
        if len(self.problems) > PROBLEMS_SHOWN:
            shown.append(f"… and {len(self.problems) - PROBLEMS_SHOWN} more")
        super().__init__("\n".join(shown))


@dataclass(frozen=True)
class Dossier:
    content: DossierFile
    text: str


def read_dossier(folder: Path) -> Dossier:
    """Parse and check the one JSON file of ``folder`` and the article's text beside it.

    Raises :class:`DossierRefused` for anything that does not hold, before anything is written.
    """
    content = _parse(_only_json_file(folder))
    text = _read_text(folder, content)
    problems = list(_problems(content, text))
    if problems:
        raise DossierRefused(problems)
    return Dossier(content, text)


def _only_json_file(folder: Path) -> Path:
    if not folder.is_dir():
        raise DossierRefused([Problem(str(folder), "there is no such folder")])
    files = sorted(folder.glob("*.json"))
    if len(files) != 1:
        raise DossierRefused([Problem(str(folder), f"needs exactly one .json file and has {len(files)}")])
    if files[0].stat().st_size > LARGEST_FILE_BYTES:
        raise DossierRefused([Problem(files[0].name, f"is larger than {LARGEST_FILE_BYTES:,} bytes")])
    return files[0]


def _parse(file: Path) -> DossierFile:
    try:
        return DossierFile.model_validate_json(file.read_bytes())
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        raise DossierRefused(Problem(_path(detail["loc"]) or file.name, detail["msg"]) for detail in details) from None


def _path(location: Sequence[str | int]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _read_text(folder: Path, content: DossierFile) -> str:
    name = content.article.text_file
    if Path(name).name != name:
        raise DossierRefused([Problem("article.text_file", "must name a file in the same folder")])
    try:
        data = (folder / name).read_bytes()
        text = decode_article(data)
    except (OSError, UnreadableArticle) as error:
        raise DossierRefused([Problem("article.text_file", getattr(error, "strerror", None) or str(error))]) from None
    if sha256_hex(data) != content.article.sha256:
        raise DossierRefused([Problem("article.sha256", "does not belong to the text file")])
    return text


def _problems(content: DossierFile, text: str) -> Iterator[Problem]:
    yield from _repeated_slugs(content)
    yield from _rating_problems(content)
    entities = {entity.slug for entity in content.entities}
    organizations = {entity.slug for entity in content.entities if entity.kind == "organization"}
    if content.article.publisher not in entities:
        yield Problem("article.publisher", f"unknown entity “{content.article.publisher}”")
    for group in ("boilerplate", "not_checkable"):
        for position, span in enumerate(getattr(content.article, group)):
            if not span.start < span.end <= len(text):
                yield Problem(f"article.{group}[{position}]", f"{span.start}–{span.end} is not a place in the text")
    for position, source in enumerate(content.sources):
        if source.publisher not in organizations:
            yield Problem(f"sources[{position}].publisher", f"unknown organization “{source.publisher}”")
    yield from _claim_problems(content, text, entities)


def _repeated_slugs(content: DossierFile) -> Iterator[Problem]:
    for name in ("rating_scale", "entities", "topics", "sources", "claims"):
        seen: set[str] = set()
        for position, item in enumerate(getattr(content, name)):
            if item.slug in seen:
                yield Problem(f"{name}[{position}].slug", f"“{item.slug}” is used twice")
            seen.add(item.slug)


def _rating_problems(content: DossierFile) -> Iterator[Problem]:
    """The dossier may reword the house scale; what its numbers mean is not up to it."""
    house = {rating.slug: (rating.value, rating.normalized) for rating in Rating.objects.all()}
    for position, rating in enumerate(content.rating_scale):
        if rating.slug not in house:
            yield Problem(f"rating_scale[{position}].slug", f"“{rating.slug}” is not on the house scale")
        elif house[rating.slug] != (rating.value, rating.normalized):
            yield Problem(f"rating_scale[{position}].value", "value or normalized form differs from the house scale")


def _claim_problems(content: DossierFile, text: str, entities: set[str]) -> Iterator[Problem]:
    ratings = {rating.slug for rating in content.rating_scale}
    topics = {topic.slug for topic in content.topics}
    sources = {source.slug for source in content.sources}
    claims = {claim.slug: claim for claim in content.claims}
    for position, claim in enumerate(content.claims):
        path = f"claims[{position}]"
        yield from _unknown(f"{path}.topics", claim.topics, topics.__contains__, "topic")
        yield from _unknown(f"{path}.entities", claim.entities, entities.__contains__, "entity")
        if claim.claimant is not None and claim.claimant not in entities:
            yield Problem(f"{path}.claimant", f"unknown entity “{claim.claimant}”")
        if claim.parent is not None and (claim.parent not in claims or claims[claim.parent].parent is not None):
            yield Problem(f"{path}.parent", f"“{claim.parent}” is no top-level claim of this dossier")
        if claim.assessment.rating not in ratings:
            yield Problem(f"{path}.assessment.rating", f"unknown rating “{claim.assessment.rating}”")
        yield from _quote_problems(path, claim, text)
        for number, evidence in enumerate(claim.evidence):
            if evidence.source not in sources:
                yield Problem(f"{path}.evidence[{number}].source", f"unknown source “{evidence.source}”")
            if (evidence.quote is None) != (evidence.quote_language is None):
                yield Problem(f"{path}.evidence[{number}].quote_language", "a quote and its language go together")


def _unknown(path: str, slugs: list[str], known: Callable[[object], bool], kind: str) -> Iterator[Problem]:
    for position, slug in enumerate(slugs):
        if not known(slug):
            yield Problem(f"{path}[{position}]", f"unknown {kind} “{slug}”")


def _quote_problems(path: str, claim: DossierClaim, text: str) -> Iterator[Problem]:
    quote = claim.quote
    if not quote.start < quote.end <= len(text):
        yield Problem(f"{path}.quote.start", f"{quote.start}–{quote.end} is not a place in the text")
        return
    selector = make_selector(text, quote.start, quote.end)
    for name in ("exact", "prefix", "suffix"):
        if getattr(selector, name) != getattr(quote, name):
            yield Problem(f"{path}.quote.{name}", f"the text says “{getattr(selector, name)}” there")
