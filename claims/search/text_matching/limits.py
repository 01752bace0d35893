"""How much may be asked at once, and what is said to whoever asks more."""

LONGEST_TEXT_BYTES = 100_000
# A newspaper article has fifty sentences. So many fit into a long text of ordinary sentences; more are a list or an
# attack.
MOST_SENTENCES = 2_000
# Of more sentences, those most worth checking are matched.
MOST_MATCHED = 300
MOST_STATEMENTS = 100
LONGEST_STATEMENT = 1_000
DEFAULT_MATCHES = 5
# So many are asked about together: a reader of a stream sees the first of them soon.
MATCHED_AT_ONCE = 16
MOST_ADDRESSES = 20
MOST_CLAIMS_OF_AN_ADDRESS = 50


class TextTooLong(ValueError):
    """A text of more than ``LONGEST_TEXT_BYTES`` in UTF-8; ``size`` says how many it has."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The text has {size:,} bytes; at most {LONGEST_TEXT_BYTES:,} are taken at once.")
        self.size = size


class TextTooHeavy(RuntimeError):
    """Comparing took longer than a query may take; how long is for the database to say (``STATEMENT_TIMEOUT``)."""

    def __init__(self) -> None:
        super().__init__(
            "The text is too heavy: comparing it took longer than a query may take. Send fewer or shorter sentences."
        )


class TooManySentences(ValueError):
    """A text of more than ``MOST_SENTENCES``; ``sentences`` says how many it has."""

    def __init__(self, sentences: int) -> None:
        super().__init__(f"The text has {sentences:,} sentences; at most {MOST_SENTENCES:,} are taken at once.")
        self.sentences = sentences
