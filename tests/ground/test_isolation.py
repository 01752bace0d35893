"""Tests leave nothing behind, not even those that commit."""

import pytest
from django.contrib.auth.models import Group


@pytest.mark.django_db
def test_the_rows_of_the_migrations_are_there() -> None:
    assert {"researcher", "editor", "administrator"} <= set(Group.objects.values_list("name", flat=True))


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_starts_with_the_rows_of_the_migrations(time: str) -> None:
    assert Group.objects.count() == 3
    Group.objects.create(name="left behind")
