import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_the_committed_tables_are_what_the_code_says() -> None:
    call_command("export_workflow_table", check=True)
