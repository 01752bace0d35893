"""When it is not the request that is wrong but the database that cannot be reached, or cannot write."""

from django.db import DatabaseError, Error, InterfaceError, OperationalError

# For whoever asks again: a restart takes about as long.
SECONDS_UNTIL_AGAIN = 5
# The server became a standby, or ended a transaction that had been left open.
OF_THE_SERVER = {"25006", "25P03"}
QUERY_CANCELED = "57014"


def is_unavailable(error: BaseException | None) -> bool:
    """Refused and lost connections, a server that starts or ends, no room on its disk, time-outs of its own."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    code = getattr(error.__cause__, "pgcode", None) if isinstance(error, Error) else None
    # A connection that broke in the middle of an answer: psycopg2 finds no class for what no server has said.
    broke = type(error) is DatabaseError and hasattr(error.__cause__, "pgcode") and code is None
    return broke or code in OF_THE_SERVER


def took_too_long(error: BaseException | None) -> bool:
    """The statement timeout: the server is there, and what was asked is more than it does in the time."""
    return isinstance(error, Error) and getattr(error.__cause__, "pgcode", None) == QUERY_CANCELED
