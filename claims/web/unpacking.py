"""Unpack what a server packed, never further than is wanted."""

import zlib
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from claims.web.refusals import BrokenAnswer

ACCEPTED = "gzip, deflate"
PIECE = 65_536
GZIP_OR_ZLIB = 47


def unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces as they were before packing, each of at most 64 KiB, whatever a small one would grow to."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        yield from pieces
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from _inflated(pieces)
    else:
        raise BrokenAnswer(
            _("The answer is packed as “%(encoding)s”, which was not asked for.") % {"encoding": encoding[:50]}
        )


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    opener = zlib.decompressobj(GZIP_OR_ZLIB)
    begun = False
    for piece in pieces:
        waiting = piece
        while waiting and not opener.eof:
            try:
                out = opener.decompress(waiting, PIECE)
            except zlib.error:
                if begun:
                    raise _broken() from None
                # Some servers leave the two bytes of zlib away.
                opener = zlib.decompressobj(-zlib.MAX_WBITS)
                begun = True
                continue
            begun = True
            waiting = opener.unconsumed_tail
            if out:
                yield out
    if begun and not opener.eof:
        # Half a page must not be taken for the whole.
        raise _broken()


def _broken() -> BrokenAnswer:
    return BrokenAnswer(_("The answer is packed wrongly or ends too early."))
