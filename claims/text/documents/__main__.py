"""The process that reads one document from its input, within limits, and answers in JSON."""

import json
import logging
import resource
import sys

from claims.text.documents.document import Kind
from claims.text.documents.reading import read_here
from claims.text.normalisation import UnreadableArticle

MOST_MEMORY = 2_000_000_000
MOST_SECONDS = 60


def main(kind: str, content_type: str, url: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    try:
        found = read_here(sys.stdin.buffer.read(), Kind(kind), content_type=content_type, url=url)
        told = {**vars(found), "published_on": found.published_on and found.published_on.isoformat()}
    except UnreadableArticle as refusal:
        told = {"code": refusal.code, "message": str(refusal)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
