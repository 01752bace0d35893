"""Which sign stands for a verdict, so that it is never told by colour alone."""

from claims.record.document import RatingDocument

# A scale of five steps has a sign for each; ratings of any other kind share those of their normalized form.
VALUES_WITH_SIGN = range(1, 6)


def verdict_sign(rating: RatingDocument | None) -> str:
    """``1`` to ``5``, else the normalized form, else ``none`` without a verdict: names in ``verdicts.svg``."""
    if not rating:
        return "none"
    return str(rating["value"]) if rating["value"] in VALUES_WITH_SIGN else rating["normalized"]
