"""Why nothing was fetched. The message is for the person who gave the address."""


class NotFetched(ValueError):
    """Nothing came back. ``code`` is for programs, the message for people."""

    code = "not_fetched"


class PrivateAddress(NotFetched):
    """The host is not one of the internet, or it is not reached safely."""

    code = "private_address"


class ForbiddenPort(NotFetched):
    code = "forbidden_port"


class ForbiddenByRobots(NotFetched):
    """The site asks programs to stay away from this page (robots.txt), or does not say."""

    code = "forbidden_by_robots"


class Unreachable(NotFetched):
    """No such name, no connection, or no certificate to trust."""

    code = "unreachable"


class BrokenAnswer(NotFetched):
    """What came is no answer of HTTP, or packed in a way that cannot be opened."""

    code = "broken_answer"


class TooSlow(NotFetched):
    code = "too_slow"


class TooLarge(NotFetched):
    code = "too_large"


class TooManyRedirects(NotFetched):
    code = "too_many_redirects"
