"""What is asked about: a statement, as a person or a post says it."""

from dataclasses import dataclass
from functools import cached_property

from claims.search.matches.differences import Said
from claims.text.normalisation import fold
from claims.text.posts import Post, read_post
from claims.text.search_words import SMALL_WORDS, searchable

# A claim is a sentence. Of a longer text its beginning is compared; whoever wants more asks sentence by sentence.
LONGEST_STATEMENT = 2_000
MONTHS = (
    *("January Januari", "February Februari", "March Maret", "April", "May Mei", "June Juni", "July Juli"),
    *("August Agustus", "September", "October Oktober", "November", "December Desember"),
)


@dataclass(frozen=True)
class Asked:
    post: Post

    @classmethod
    def about(cls, statement: str) -> "Asked":
        return cls(read_post(statement[:LONGEST_STATEMENT].replace("\x00", " ")))

    @property
    def text(self) -> str:
        return self.post.text

    @cached_property
    def words(self) -> list[str]:
        """As the database should read them, each once; with who said it and when, which claims often name."""
        day = self.post.said_on
        context = f"{self.post.speaker} {f'{MONTHS[day.month - 1]} {day.year}' if day else ''}"
        said = f"{searchable(self.post.text)} {searchable(context)}".split()
        return [word for word in dict.fromkeys(said) if word not in SMALL_WORDS]

    @cached_property
    def said(self) -> Said:
        return Said.of(self.post.text)

    @cached_property
    def folded(self) -> str:
        return fold(self.post.text)
