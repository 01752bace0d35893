"""The product's settings with a leak: the control of R10, whose memory must be seen to grow."""

import os
from collections.abc import Callable
from typing import Any

from factcheck.settings import *  # noqa: F403
from factcheck.settings import MIDDLEWARE

LEAKED_A_REQUEST = int(os.environ["TRIAL_LEAKED_BYTES"])
leaked: list[bytes] = []


def leak(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """As a cache that nobody empties does."""

    def answer(request: Any) -> Any:
        leaked.append(os.urandom(16) * (LEAKED_A_REQUEST // 16))
        return get_response(request)

    return answer


MIDDLEWARE = ["bench.reliability.leaking_settings.leak", *MIDDLEWARE]
