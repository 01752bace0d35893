"""How a log line looks."""

import json
import logging
import time


class OneLineFormatter(logging.Formatter):
    """`time level logger message key=value`: a person can read it, and a program can cut it at the line's end.

    A line break inside a message would let whoever wrote part of it (a path, a header) forge a line of the log.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line, *rest = super().format(record).split("\n", 1)
        trailing = f" details={json.dumps(rest[0], ensure_ascii=False)}" if rest else ""
        status = getattr(record, "status_code", None)
        return f"{line}{f' status={status}' if status else ''}{trailing}".replace("\r", "\\r")
