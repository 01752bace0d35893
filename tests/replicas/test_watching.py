"""How far a standby is behind, and when it is believed."""

import time
from typing import Any

import pytest

from factcheck.asking import NoAnswer
from factcheck.replicas import watching
from factcheck.replicas.watching import Standby, Watch

ALIAS = "replica_1"


class Said:
    """A server's answers, in the place of a connection to it."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def ask(self, _question: str, *, until: float) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Watch:
    settings.REPLICAS = [ALIAS]
    settings.REPLICA_SECONDS_BEHIND = 2
    monkeypatch.setattr(Watch, "_ensure_watching", lambda self: None)
    return Watch()


def test_a_standby_of_which_nothing_is_known_is_not_read_from(watch: Watch) -> None:
    assert not watch.is_usable(ALIAS)


def test_a_standby_that_has_come_as_far_as_the_primary_is_not_behind(watch: Watch) -> None:
    watch.written.append((time.monotonic(), 500))
    watch.look(ALIAS, Said([(500,)]))
    assert (watch.seconds_behind(ALIAS), watch.position(ALIAS), watch.is_usable(ALIAS)) == (0.0, 500, True)


def test_a_standby_is_behind_by_the_time_since_the_primary_was_there(watch: Watch) -> None:
    now = time.monotonic()
    watch.written.extend([(now - 9, 100), (now - 5, 200), (now - 1, 300)])
    watch.look(ALIAS, Said([(250,)]))
    assert watch.seconds_behind(ALIAS) == 4.0
    assert not watch.is_usable(ALIAS)
    watch.look(ALIAS, Said([(300,)]))
    assert watch.is_usable(ALIAS)


def test_it_is_not_held_against_a_standby_that_the_primary_is_away(watch: Watch) -> None:
    now = time.monotonic()
    watch.written.append((now - 3_600, 300))  # the last that was heard of it
    watch.look(ALIAS, Said([(300,)]))
    assert watch.is_usable(ALIAS)


def test_a_process_that_starts_while_the_primary_is_away_reads_what_there_is(watch: Watch) -> None:
    watch.look(ALIAS, Said([(300,)]))
    assert not watch.is_usable(ALIAS)  # it may still answer
    watch.began -= watching.SECONDS_TO_BELIEVE + 1
    watch.look(ALIAS, Said([(300,)]))
    assert watch.is_usable(ALIAS)


def test_a_standby_that_is_silent_or_became_a_primary_is_left(watch: Watch) -> None:
    watch.written.append((time.monotonic(), 500))
    for gone in (NoAnswer("silent"), []):
        watch.look(ALIAS, Said([(500,)]))
        assert watch.is_usable(ALIAS)
        watch.look(ALIAS, Said(gone))
        assert not watch.is_usable(ALIAS)


def test_what_was_seen_long_ago_is_not_believed(watch: Watch) -> None:
    watch.standbys[ALIAS] = Standby(position=1, behind=0.0, seen_at=time.monotonic() - watching.SECONDS_TO_BELIEVE)
    assert not watch.is_usable(ALIAS)


def test_after_a_failed_request_a_standby_is_left_alone_for_seconds(watch: Watch) -> None:
    watch.written.append((time.monotonic(), 500))
    watch.look(ALIAS, Said([(500,)]))
    watch.distrust(ALIAS)
    watch.look(ALIAS, Said([(500,)]))
    assert not watch.is_usable(ALIAS)
    watch.standbys[ALIAS].distrusted_until = time.monotonic()
    assert watch.is_usable(ALIAS)
