"""Look again: are the addresses still there, and has the day for another look at a verdict come?"""

from claims.intake.recheck.archiving import Archiver, ArchivingFailed, archive_source, find_copy
from claims.intake.recheck.asking import (
    recheck_claim,
    recheck_claim_objections,
    recheck_source,
    recheck_source_objections,
)
from claims.intake.recheck.checking import ask_again, check_due_links, check_link, check_now
from claims.intake.recheck.deciding import renew_article, say_looked_at, use_new_address

__all__ = [
    "Archiver",
    "ArchivingFailed",
    "archive_source",
    "ask_again",
    "check_due_links",
    "check_link",
    "check_now",
    "find_copy",
    "recheck_claim",
    "recheck_claim_objections",
    "recheck_source",
    "recheck_source_objections",
    "renew_article",
    "say_looked_at",
    "use_new_address",
]
