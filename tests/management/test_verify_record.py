from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests import factories

pytestmark = pytest.mark.django_db


def run(command: str, *options: str) -> str:
    output = StringIO()
    call_command(command, *options, stdout=output)
    return output.getvalue()


def test_it_says_how_many_publications_it_checked() -> None:
    factories.published()
    factories.published()
    assert run("verify_record").startswith("2 publications and 1 texts checked, all in order.")


def test_it_names_the_row_that_was_tampered_with_and_fails() -> None:
    factories.published()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_publication DISABLE TRIGGER ALL")
        cursor.execute("UPDATE claims_publication SET document = jsonb_set(document, '{summary,en}', '\"No.\"')")
    with pytest.raises(CommandError, match="publication 1: the field “summary” was changed"):
        run("verify_record")


def test_rebuilding_says_how_many_claims_it_made() -> None:
    factories.published()
    assert run("rebuild_public") == "1 claims rebuilt from the record.\n"


def test_a_dry_run_of_rebuilding_takes_it_back() -> None:
    factories.published()
    assert run("rebuild_public", "--dry-run").startswith("Dry run: 1 claims")
