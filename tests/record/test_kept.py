"""What was made from the record is kept within a bound."""

from claims.record.kept import LARGEST_BYTES, Kept, Made


def made(size: int) -> Made:
    return Made(b"x" * size, {"ETag": '"1"'})


def test_what_was_kept_is_found_under_its_question_only() -> None:
    kept = Kept()
    kept.put(made(10), "state", "/a")
    assert kept.get("state", "/a") == made(10)
    assert kept.get("another state", "/a") is None
    assert kept.get("state", "/b") is None


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    kept = Kept(most_bytes=100)
    kept.put(made(60), "first")
    kept.put(made(40), "second")
    kept.get("first")
    kept.put(made(40), "third")
    assert kept.get("second") is None
    assert kept.get("first") is not None


def test_something_large_does_not_push_out_all_the_rest() -> None:
    kept = Kept()
    kept.put(made(LARGEST_BYTES + 1), "large")
    assert kept.get("large") is None
