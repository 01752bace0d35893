"""Everything that is public in one file, in four formats, as the record stood at a number.

Rows are read a few hundred at a time, each time by the number behind the last: memory stays the same however many
there are, and no transaction is open while a slow client reads.
"""

from claims.record.bulk.averitec import averitec_lines
from claims.record.bulk.data_feed import data_feed
from claims.record.bulk.spreadsheet import spreadsheet
from claims.record.bulk.standing import Standing, standing_claims
from claims.record.bulk.whole_claims import claim_lines

__all__ = [
    "Standing",
    "averitec_lines",
    "claim_lines",
    "data_feed",
    "spreadsheet",
    "standing_claims",
]
