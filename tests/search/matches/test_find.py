import pytest

from claims.search import Band, match
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_statement_has_its_own_matches_the_likeliest_first() -> None:
    fish = factories.published(factories.checkable_claim(statement=factories.text("Fish can fly."))).slug
    rain = factories.published(factories.checkable_claim(statement=factories.text("Rain fell on Jakarta."))).slug
    of_fish, of_rain, of_nothing = match(["Fish can fly.", "Rain fell on Jakarta", ""])
    assert (of_fish[0].claim, of_fish[0].band) == (fish, Band.SAME_CLAIM)
    assert of_rain[0].claim == rain
    assert of_nothing == []
