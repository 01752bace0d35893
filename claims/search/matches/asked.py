"""What is asked about: a statement, as a person or a post says it."""

from dataclasses import dataclass
from functools import cached_property

from claims.text.normalisation import fold
from claims.text.posts import Post, read_post
from claims.text.search_words import searchable

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

    @property
    def words(self) -> str:
        """As the database should read it; with who said it and when, which claims often name."""
        day = self.post.said_on
        context = f"{self.post.speaker} {f'{MONTHS[day.month - 1]} {day.year}' if day else ''}"
        return f"{searchable(self.post.text)} {searchable(context)}"

    @cached_property
    def folded(self) -> str:
        return fold(self.post.text)
