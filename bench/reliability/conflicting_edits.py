"""R1: many people edit one claim at once, through the API and the admin's form. Nobody's words may be lost.

    python bench/reliability/conflicting_edits.py [--short] [--threads 20] [--edits 200]

Every edit adds a word of its own to the statement that its writer has read. Whoever is told that somebody was faster
takes the other version from that answer, adds the word again and saves again. At the end every word must stand in the
statement, and nobody may have been refused without seeing the other version.

The control does the same with what protects taken away: ``If-Match: *``, and a form that claims to have seen the newest
revision. It must lose words.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import Report, in_threads, options_of, trial_database

MOST_TRIES = 400


def main() -> int:
    parser = options_of(__doc__, threads=20, edits=200)
    options = parser.parse_args()
    if options.short:
        options.threads, options.edits = 6, 12
    report = Report("R1", "conflicting edits of one claim, API and admin form")
    with trial_database("edits"):
        protected = Edits(options, protected=True)
        protected.make()
        report.figures |= protected.figures()
        report.faults += protected.faults()
        unprotected = Edits(options, protected=False)
        unprotected.make()
        report.control |= {"edits acknowledged": unprotected.told["saved"], "lost": len(unprotected.lost())}
        report.control_failed = bool(unprotected.lost())
    return report.conclude()


class Edits:
    def __init__(self, options: Any, *, protected: bool) -> None:
        from tests import factories

        self.threads, self.each = options.threads, options.edits // options.threads
        self.protected = protected
        self.claim = factories.claim(statement=factories.text("As it was."))
        self.people = [factories.user("researcher") for _ in range(self.threads)]
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []

    def make(self) -> None:
        answers = in_threads(self.threads, self._edit)
        for told, wrong in answers:
            self.told += told
            self.wrong += wrong

    def _edit(self, number: int) -> tuple[Counter[str], list[str]]:
        surface = (ThroughApi if number % 4 else ThroughForm)(self.claim, self.people[number], self.protected)
        for edit in range(self.each):
            surface.add(f"w{number}x{edit}.")
        return surface.told, surface.wrong

    def statement(self) -> str:
        self.claim.refresh_from_db()
        return str(self.claim.statement.data["en"])

    def lost(self) -> list[str]:
        written = set(self.statement().split())
        words = [f"w{number}x{edit}." for number in range(self.threads) for edit in range(self.each)]
        return [word for word in words if word not in written]

    def figures(self) -> dict[str, Any]:
        from claims.models import Claim

        return {
            "people at once": self.threads,
            "edits saved": self.told["saved"],
            "through the API": self.told["API"],
            "through the form": self.told["form"],
            "stale ones refused": self.told["refused"],
            "refused and shown the other version": self.told["shown"],
            "lost": len(self.lost()),
            "revisions of the claim": Claim.objects.get(pk=self.claim.pk).revision,
        }

    def faults(self) -> list[str]:
        found = [f"{word} is lost" for word in self.lost()] + self.wrong
        if self.told["saved"] != self.threads * self.each:
            found.append(f"{self.told['saved']} of {self.threads * self.each} edits were saved")
        if self.told["refused"] != self.told["shown"] or not self.told["refused"]:
            found.append(f"{self.told['refused']} refused, {self.told['shown']} shown why")
        return found


class Surface:
    name = ""

    def __init__(self, claim: Any, person: Any, protected: bool) -> None:
        self.claim, self.person, self.protected = claim, person, protected
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []

    def add(self, word: str) -> None:
        self.read()
        for _ in range(MOST_TRIES):
            if self.save(word):
                self.told.update(["saved", self.name])
                return
            self.told["refused"] += 1
        self.wrong.append(f"{word} was refused {MOST_TRIES} times")

    def read(self) -> None:
        raise NotImplementedError

    def save(self, word: str) -> bool:
        """Whether it was saved; otherwise what was read is now what the refusal showed."""
        raise NotImplementedError


class ThroughApi(Surface):
    name = "API"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        from rest_framework.test import APIClient

        from claims.models import ApiToken

        _token, secret = ApiToken.issue(user=self.person, name="Trial", scopes=ApiToken.Scope.values)
        self.client = APIClient()
        self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        self.address = f"/api/v1/editorial/claims/{self.claim.pk}/"

    def read(self) -> None:
        answer = self.client.get(self.address)
        self.etag, self.statement = answer["ETag"], answer.json()["statement"]

    def save(self, word: str) -> bool:
        statement = {**self.statement, "en": f"{self.statement['en']} {word}"}
        seen = self.etag if self.protected else "*"
        answer = self.client.patch(self.address, {"statement": statement}, format="json", headers={"If-Match": seen})
        if answer.status_code == 200:
            return True
        current = answer.json().get("current")
        if answer.status_code == 409 and answer.json()["errors"][0]["code"] == "refused_by_database":
            # Others were saving it for longer than a lock is waited for; nothing was saved, and that is what it says.
            self.told["shown"] += 1
            return False
        if answer.status_code != 412 or not current:
            self.wrong.append(f"the API answered {answer.status_code}: {answer.content[:200]!r}")
            self.read()
            return False
        self.told["shown"] += 1
        self.statement = current["statement"]
        self.etag = f'"claim-{self.claim.pk}-{current["revision"]}"'
        return False


class ThroughForm(Surface):
    name = "form"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        from tests.admin.desk import Desk

        self.desk = Desk(self.person)

    def read(self) -> None:
        from tests.admin.desk import form_data

        self.opened = self.desk.page(self.claim)
        self.typed = str(form_data(self.opened)["statement_1"])

    def save(self, word: str) -> bool:
        seen = {} if self.protected else {"seen_revision": self._newest_revision()}
        answer = self.desk.save(self.opened, statement_1=f"{self.typed} {word}", **seen)
        if answer.status_code == 302:
            return True
        theirs = _shown_as_theirs(answer.content.decode())
        if answer.status_code != 200 or theirs is None:
            self.wrong.append(f"the form answered {answer.status_code} without the other version")
            self.read()
            return False
        self.told["shown"] += 1
        self.opened, self.typed = answer, theirs
        return False

    def _newest_revision(self) -> str:
        from claims.models import Claim

        return str(Claim.objects.get(pk=self.claim.pk).revision)


def _shown_as_theirs(page: str) -> str | None:
    """The colleague's English statement in the table of the two versions."""
    import lxml.html

    cells = lxml.html.fromstring(page).xpath("//section[@class='conflict']//tbody/tr/td[1]")
    lines = [line.strip() for cell in cells for line in cell.itertext()]
    return next((line.removeprefix("en: ") for line in lines if line.startswith("en: ")), None)


if __name__ == "__main__":
    sys.exit(main())
