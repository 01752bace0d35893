"""One claim a line, with everything that is public about it. Retracted and merged ones are there and say so."""

import json
from collections.abc import Iterator
from typing import Any

from claims.record.bulk.standing import Standing, standing_claims
from claims.record.chain import envelope
from claims.record.localization import utc_timestamp


def claim_lines(span: Standing) -> Iterator[str]:
    for chunk in standing_claims(span, as_text=True):
        yield "".join(_line(row) for row in chunk)


def _line(row: Any) -> str:
    publication = json.dumps({**envelope(row), "digest": row.digest}, ensure_ascii=False)
    # The document goes out as the database holds it: parsing and writing it again would take most of the time.
    first = utc_timestamp(row.first_published_at)
    return f'{{"publication": {publication}, "first_published_at": "{first}", "document": {row.raw}}}\n'
