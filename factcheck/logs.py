"""How a log line looks."""

import json
import logging
import re
import time
from datetime import UTC, datetime

# What PostgreSQL adds to a refusal repeats values of the row: an address of mail, a name, a digest of a token.
# They may have any number of lines, so all is left out up to the next error of a chain.
VALUES_OF_A_ROW = re.compile(
    r"^(?:DETAIL|CONTEXT|LINE \d+|QUERY):.*?(?=^(?:The above exception|During handling|Traceback)|\Z)",
    re.MULTILINE | re.DOTALL,
)
# A key of ours (claims.models.token) and whatever else stands where a secret stands.
SECRETS = re.compile(
    r"fc_[\w-]{20,}|(?i:(?<=bearer )|(?<=token )|(?<=password=)|(?<=csrfmiddlewaretoken=)|(?<=sessionid=))[^\s\"'&;,]+"
)
PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def without_secrets(text: str) -> str:
    """What is said of people and keys by mistake, in a library's message for instance, does not reach the log."""
    text = VALUES_OF_A_ROW.sub("(values left out)\n", text)
    text = PASSWORD_IN_ADDRESS.sub(r"\1:(secret)@", text)
    return MAIL_ADDRESS.sub("(address)", SECRETS.sub("(secret)", text))


def request_id() -> str:
    # The module is part of the site, which is loaded after the log.
    from factcheck.requests import current

    return current.get()


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
        line, *rest = without_secrets(super().format(record)).split("\n", 1)
        trailing = f" details={json.dumps(rest[0], ensure_ascii=False)}" if rest else ""
        status = getattr(record, "status_code", None)
        named = f" request={name}" if (name := request_id()) else ""
        return f"{line}{f' status={status}' if status else ''}{named}{trailing}".replace("\r", "\\r")


class JSONFormatter(logging.Formatter):
    """One JSON object a line, for a program that collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if name := request_id():
            line["request_id"] = name
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
