"""R11: hostile words in every field, in through the API and out as page, JSON, CSV and feed, harmless and unchanged.

    python bench/reliability/hostile_values.py [--short] [--values 10000] [--seed 1]

Each claim is written, approved and published through the working API with generated values in all its texts. Then its
pages, its answers, the exports and the feeds are read by parsers: nothing of it may have become markup, no link may lead
anywhere but to the web, no cell may begin like a formula, and every value must come back as it was given. Values that
no text can hold, and addresses that are none, must be refused with a 400.

The control is a page, a feed and a table as they are often written, with the values put in as they are. The same
parsers must find them.
"""

import csv
import io
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import Report, options_of, trial_database

PIECES = (
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "</title><script>",
        "</textarea>",
    ),
    *(
        "<iframe srcdoc='<script>'>",
        '" onmouseover="alert(1)" x="',
        "' autofocus onfocus='alert(1)",
        "`${alert(1)}`",
        "<!--",
        "-->",
    ),
    *(
        "]]>",
        "<![CDATA[",
        "</script><script>alert(1)//",
        "{{ 7|add:7 }}",
        "{% include 'x' %}",
        "%(name)s",
        "{0.__class__}",
    ),
    *(
        "[x](javascript:alert(1))",
        "![x](data:text/html,<script>)",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)",
        "[x][a]",
    ),
    *(
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "＝1+1",
        "'=1",
        '\r\n=HYPERLINK("http://x")',
        '",="x',
    ),
    *(
        "'; DROP TABLE claims_claim; --",
        "\\'; --",
        "%s %d %%",
        "$1",
        "\\x00",
        "../../etc/passwd",
        "%00",
        "\r\nSet-Cookie: a=b",
    ),
    *(
        "\u202egnirts",
        "\u2066\u2069",
        "\u200b\u200d\ufeff",
        "🐟👩‍👩‍👧",
        "السعر",
        "Z͑ͫ̓a̴l̷g̵o",
        "ﬁ",
        "İı",
        "\u0130",
        "\u2028\u2029",
    ),
    *(
        "\x01\x08",
        "\x0b\x0c",
        "\x1b[31m",
        "\x7f\x85",
        "\ufffe",
        "\U0010ffff",
        "a" * 300,
        "\n\n# Heading\n\n",
        "&lt;b&gt;",
        "&#60;",
        "&amp;",
    ),
)
REFUSED_TEXTS = ("a\x00b", "half \ud800 pair")
REFUSED_ADDRESSES = (
    *("javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "http://", "//x.example/"),
    *(
        "https://a b.example/",
        "https://user:secret@a.example/",
        "ftp://a.example/",
        "JaVaScRiPt:alert(1)",
    ),
)
ATOM = {"feed", "title", "link", "id", "updated", "rights", "entry", "published", "author", "name", "uri", "summary"}
ATOM |= {"category", "subtitle", "icon", "logo"}
LOCALIZED = ("en", "id")
CLAIMS_A_FEED = 20
ROOT = "/api/v1/editorial/"


def main() -> int:
    options = options_of(__doc__, values=10_000).parse_args()
    values = 80 if options.short else options.values
    report = Report("R11", "hostile values through API, page, JSON, CSV and feed")
    with trial_database("hostile"):
        trial = Trial(options.seed)
        while trial.given < values:
            trial.one_claim()
            if len(trial.claims) % CLAIMS_A_FEED == 0:
                trial.read_feeds()
        trial.read_feeds()
        trial.read_exports()
        report.figures |= trial.figures()
        report.faults += trial.faults
        found = control(options.seed)
        report.control |= {"as often written, found": sum(found.values()), **found}
        report.control_failed = all(found.values())
    return report.conclude()


class Generator:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self, most: int = 2_000) -> str:
        pieces = [self.random.choice(PIECES) for _ in range(self.random.randint(1, 6))]
        if self.random.random() < 0.4:
            pieces.insert(
                self.random.randrange(len(pieces)), self.random.choice("abc <&\"'=é 字") * self.random.randint(1, 9)
            )
        # Space around a text is taken off like everywhere on the web; that is not what is tried here.
        return "".join(pieces)[:most].strip() or "x"


class Trial:
    def __init__(self, seed: int) -> None:
        from django.test import Client

        from tests import factories
        from tests.api.editorial.conftest import working_as

        self.generator = Generator(seed)
        self.alice = working_as(factories.user("researcher", public_name="Alice"))
        self.bob = working_as(factories.user("editor", public_name="Bob"))
        self.reader = Client(raise_request_exception=False)
        self.rating = factories.verdict()["rating"].pk
        self.claims: dict[str, dict[str, Any]] = {}
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.given = 0

    # --- In

    def text(self, most: int = 2_000) -> str:
        self.given += 1
        return self.generator.text(most)

    def both(self) -> dict[str, str]:
        return {language: self.text() for language in LOCALIZED}

    def write(self, table: str, **fields: Any) -> dict[str, Any]:
        self._are_refused(table, fields)
        answer = self.alice.post(f"{ROOT}{table}/", fields, format="json")
        if answer.status_code not in (200, 201):
            self.faults.append(f"{table} {answer.status_code}: {answer.content[:200]!r}")
            raise SystemExit("\n".join(self.faults))
        row: dict[str, Any] = answer.json()
        for name, value in fields.items():
            self._comes_back(f"draft {table}.{name}", value, row[name])
        return row

    def _are_refused(self, table: str, fields: dict[str, Any]) -> None:
        """Now and then the same with a value that no row may have."""
        wrong: dict[str, Any] = {}
        if "url" in fields:
            wrong = {"url": self.generator.random.choice(REFUSED_ADDRESSES)}
        elif self.generator.random.random() < 0.2:
            name = self.generator.random.choice(
                [name for name, value in fields.items() if isinstance(value, dict)] or [""]
            )
            wrong = {name: {"en": self.generator.random.choice(REFUSED_TEXTS)}} if name else {}
        if wrong:
            self.counts["refused"] += 1
            body = json.dumps({**fields, **wrong})
            answer = self.alice.post(f"{ROOT}{table}/", body, content_type="application/json")
            if answer.status_code != 400:
                self.faults.append(f"{table} with {wrong!r} was answered with {answer.status_code}")

    def use(self, client: Any, table: str, key: int, verb: str, given: Any = None) -> Any:
        answer = client.post(f"{ROOT}{table}/{key}/{verb}/", given or {}, format="json")
        if answer.status_code not in (200, 201):
            raise SystemExit(f"{verb}: {answer.status_code} {answer.content[:300]!r}")
        return answer.json()

    def one_claim(self) -> None:
        number = len(self.claims)
        slug = f"hostile-{number}"
        entities = [
            self.write(
                "entities",
                slug=f"{slug}-{place}",
                kind="organization",
                name=self.both(),
                domain=f"{slug}-{place}.example",
            )
            for place in range(2)
        ]
        topic = self.write("topics", slug=slug, name=self.both())
        claim = self.write(
            "claims",
            slug=slug,
            statement=self.both(),
            attribution=self.both(),
            timeframe=self.both(),
            claimant=entities[0]["id"],
            topics=[topic["id"]],
        )
        article, exact = self._article(slug, entities[0]["id"], claim["id"])
        sources = [self._evidence(slug, place, entity["id"], claim["id"]) for place, entity in enumerate(entities)]
        self.use(self.alice, "claims", claim["id"], "accept")
        verdict = {"summary": self.both(), "reasoning": self.both(), "caveats": self.both()}
        self._publish(claim["id"], verdict)
        said = {
            "statement": claim["statement"],
            "timeframe": claim["timeframe"],
            "attribution": claim["attribution"],
            **verdict,
        }
        self.claims[slug] = {
            **said,
            "claimant": entities[0]["name"],
            "topic": topic["name"],
            "article": article["title"],
            "exact": exact,
            "sources": [source["title"] for source in sources],
        }
        self.counts["claims"] += 1
        self.read_pages(slug, article["slug"], topic["slug"], entities[0]["slug"], f"{slug}-source-0")
        self.read_answers(slug)

    def _article(self, slug: str, publisher: int, claim: int) -> tuple[dict[str, Any], str]:
        article = self.write(
            "articles",
            slug=slug,
            title=self.text(490),
            url=f"https://{slug}.example/a?q=%3Cscript%3E&b='\"",
            publisher=publisher,
            authors=[self.text(190)],
            language="id",
        )
        exact = self.text(400)
        start = "Sebelum. "
        text = f"{start}{exact} Sesudah."
        snapshot = self.write("snapshots", article=article["id"], text=text)
        place = snapshot["text"].find(exact) if snapshot["text"] != text else len(start)
        appearance = self.write(
            "appearances", claim=claim, snapshot=snapshot["id"], start=place, end=place + len(exact)
        )
        self._comes_back("appearance.exact", exact, appearance["exact"])
        return article, exact

    def _evidence(self, slug: str, place: int, publisher: int, claim: int) -> dict[str, Any]:
        source = self.write(
            "sources",
            slug=f"{slug}-source-{place}",
            title=self.text(490),
            url=f"https://{slug}-{place}.example/?x=<svg onload=alert(1)>".replace(" ", "%20"),
            publisher=publisher,
            language="en",
            kind="research",
            copy_of=self.text(180),
            note=self.both(),
        )
        self.write(
            "evidence",
            claim=claim,
            source=source["id"],
            stance="supports",
            quote=self.text(),
            quote_language="en",
            locator=self.text(180),
            note=self.both(),
            position=place + 1,
        )
        return source

    def _publish(self, claim: int, verdict: dict[str, Any]) -> None:
        started = self.use(self.alice, "claims", claim, "start_assessment")
        fields = {**verdict, "rating": self.rating, "confidence": "low", "as_of": "2025-02-01"}
        etag = f'"assessment-{started["id"]}-{started["revision"]}"'
        answer = self.alice.patch(
            f"{ROOT}assessments/{started['id']}/", fields, format="json", headers={"If-Match": etag}
        )
        for name, value in verdict.items():
            self._comes_back(f"draft assessment.{name}", value, answer.json().get(name))
        self.use(self.alice, "assessments", started["id"], "submit")
        self.use(self.bob, "assessments", started["id"], "approve")
        self.use(self.bob, "assessments", started["id"], "publish")

    # --- Out

    def get(self, address: str) -> bytes:
        answer = self.reader.get(address, headers={"host": "127.0.0.1:8000"})
        self.counts["answers read"] += 1
        if answer.status_code != 200:
            self.counts["server errors"] += answer.status_code >= 500
            self.faults.append(f"{address} is answered with {answer.status_code}")
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    def read_pages(self, slug: str, article: str, topic: str, entity: str, source: str) -> None:
        addresses = [f"claims/{slug}/", f"claims/{slug}/v/1/", f"claims/{slug}/embed/", f"claims/{slug}/v/1/cite/"]
        addresses += [f"articles/{article}/", f"topics/{topic}/", f"names/{entity}/", f"sources/{source}/"]
        for language in LOCALIZED:
            for address in addresses if len(self.claims) % 5 == 1 else addresses[:2]:
                self._page(f"/{language}/{address}")

    def _page(self, address: str) -> None:
        page = self.get(address).decode()
        found = markup_faults(page)
        self.counts["pages"] += 1
        self.counts["links"] += found.pop("links")
        for name, values in found.items():
            self.counts[name] += len(values)
            self.faults += [f"{address}: {name}: {value[:80]}" for value in values]

    def read_answers(self, slug: str) -> None:
        given = self.claims[slug]
        read = json.loads(self.get(f"/api/v1/claims/{slug}/"))
        for name in ("statement", "timeframe", "attribution", "summary", "reasoning", "caveats"):
            self._comes_back(f"API {name}", given[name], read[name])
        self._comes_back("API claimant", given["claimant"], read["claimant"]["name"])
        self._comes_back("API topic", given["topic"], read["topics"][0]["name"])
        self._comes_back("API article", given["article"], read["appearances"][0]["article"]["title"])
        self._comes_back("API exact", given["exact"], read["appearances"][0]["selector"][0]["exact"])
        self._comes_back("API sources", given["sources"], [item["source"]["title"] for item in read["evidence"]])
        json.loads(self.get(f"/api/v1/claims/{slug}/claimreview/"))
        json.loads(self.get(f"/api/v1/claims/{slug}/citation/"))

    def read_feeds(self) -> None:
        for language in LOCALIZED:
            document = json.loads(self.get(f"/{language}/feeds/latest.json"))
            for item in document["items"]:
                slug = item["url"].rstrip("/").rsplit("/", 1)[-1]
                statement = self.claims[slug]["statement"][language]
                self._comes_back("feed title", writable(statement), item["title"].partition(": ")[2])
            self._atom(f"/{language}/feeds/latest.atom")

    def _atom(self, address: str) -> None:
        from lxml import etree

        atom = etree.fromstring(self.get(address))
        tags = {etree.QName(element).localname for element in atom.iter() if isinstance(element.tag, str)}
        strange = tags - ATOM
        self.faults += [f"{address}: {tag} came out of a value" for tag in strange]
        self.counts["unescaped"] += len(strange)

    def read_exports(self) -> None:
        for line in self.get("/api/v1/export/claims.ndjson").decode().split("\n"):
            if line:
                read = json.loads(line)
                document = read.get("document", read)
                self._comes_back("NDJSON statement", self.claims[document["slug"]]["statement"], document["statement"])
        json.loads(self.get("/api/v1/export/claimreview.json"))
        cells = list(csv.DictReader(io.StringIO(self.get("/api/v1/export/claims.csv").decode(), newline="")))
        if len(cells) != len(self.claims):
            self.faults.append(f"CSV: {len(cells)} rows for {len(self.claims)} claims")
        for row in cells:
            self.counts["formulas"] += (found := formulas(row.values()))
            self.faults += [f"CSV: {found} cells of {row['slug']} begin like a formula"] if found else []
            for language in LOCALIZED:
                given, read = self.claims[row["slug"]]["statement"][language], row[f"statement_{language}"]
                self._comes_back(
                    "CSV statement", given, read[1:] if read.startswith("'") and read[1:] == given else read
                )

    def _comes_back(self, where: str, given: Any, read: Any) -> None:
        self.counts["values compared"] += 1
        if given != read:
            self.counts["changed on the way"] += 1
            self.faults.append(f"{where}: {given!r:.120} came back as {read!r:.120}")

    def figures(self) -> dict[str, Any]:
        names = ("claims", "refused", "answers read", "pages", "links", "values compared")
        counted = {name: self.counts[name] for name in names}
        zero = ("unescaped", "links that lead elsewhere", "formulas", "changed on the way", "server errors")
        return {"hostile values": self.given, **counted, **{name: self.counts[name] for name in zero}}


def markup_faults(page: str) -> dict[str, Any]:
    """What a browser would make of a page that no template of ours has."""
    from tests.pages.test_hostile_text import Markup

    found = Markup()
    found.feed(page)
    allowed = ("/", "#", "?", "http://", "https://", "mailto:?subject=")
    tags = found.tags & {"script", "img", "iframe", "object", "style", "svg"} - _tags_of_ours(page)
    return {
        "links": len(found.links),
        "unescaped": [*tags, *(name for name in found.attributes if name.startswith("on") or name == "srcdoc")],
        "links that lead elsewhere": [link for link in found.links if not link.startswith(allowed)],
    }


def _tags_of_ours(page: str) -> set[str]:
    """Our pages load scripts from this site and draw pictures; a value can only bring one without that form."""
    import lxml.html

    document = lxml.html.fromstring(page.encode())
    ours = {"svg"} if all(element.get("onload") is None for element in document.iter("svg")) else set()
    scripts = [element for element in document.iter("script") if element.get("type") != "application/ld+json"]
    if all(
        (element.get("src") or "").startswith("/static/") and not (element.text or "").strip() for element in scripts
    ):
        ours.add("script")
    if all((element.get("src") or "").startswith(("/static/", "data:image/")) for element in document.iter("img")):
        ours.add("img")
    return ours


def formulas(cells: Any) -> int:
    from claims.record.bulk.spreadsheet import FORMULA_STARTS

    return sum(str(cell).startswith(FORMULA_STARTS) for cell in cells)


def writable(text: str) -> str:
    """As XML can say it: feeds put a space in the place of a control character."""
    from claims.pages.feeds import UNWRITABLE

    return UNWRITABLE.sub(" ", text)


def control(seed: int) -> dict[str, int]:
    from lxml import etree

    generator = Generator(seed)
    values = [generator.text() for _ in range(200)]
    pages = [
        markup_faults(f'<title>{value}</title><p title="{value}">{value}</p><a href="{value}">x</a>')
        for value in values
    ]
    broken = 0
    for value in values:
        try:
            etree.fromstring(f"<feed><title>{value}</title></feed>")
        except etree.XMLSyntaxError:
            broken += 1
    return {
        "unescaped": sum(len(page["unescaped"]) for page in pages),
        "links that lead elsewhere": sum(len(page["links that lead elsewhere"]) for page in pages),
        "formulas": formulas(values),
        "broken feeds": broken,
    }


if __name__ == "__main__":
    sys.exit(main())
