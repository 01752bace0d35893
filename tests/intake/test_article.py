from datetime import date

import pytest

from claims.intake.account import intake_account
from claims.intake.article import ArticleFacts, import_article
from claims.intake.publishers import UnknownPublisher, find_or_add_publisher
from claims.models import Appearance, Article, Claim, Entity, Snapshot
from claims.text.addresses import UnsafeAddress
from claims.workflow import VerbRefused
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = (
    "Harga beras naik tajam\n"
    "Harga beras naik tiga kali lipat. Pemerintah diam.\n"
    "Baca juga: Cuaca hari ini\n"
    "Panen gagal."
)


def facts(**changes: object) -> ArticleFacts:
    known = {
        "title": "Harga beras naik tajam",
        "publisher": "berita.example",
        "language": "id",
        "url": "https://berita.example/beras?utm_source=x",
        "published_on": date(2025, 3, 1),
    }
    return ArticleFacts(**{**known, **changes})  # type: ignore[arg-type]


def test_an_article_becomes_a_snapshot_and_a_candidate_for_every_sentence() -> None:
    report = import_article(TEXT, facts(), by=intake_account())
    snapshot = Snapshot.objects.get()
    assert snapshot.text == TEXT
    assert [str(claim.appearances.get()) for claim in report.candidates] == [
        "Harga beras naik tajam",
        "Harga beras naik tiga kali lipat.",
        "Pemerintah diam.",
        "Panen gagal.",
    ]
    assert {claim.stage for claim in report.candidates} == {"candidate"}


def test_boilerplate_is_marked_and_proposed_to_nobody() -> None:
    import_article(TEXT, facts(), by=intake_account())
    [span] = Snapshot.objects.get().boilerplate
    assert TEXT[span["start"] : span["end"]] == "Baca juga: Cuaca hari ini"


def test_the_same_text_again_is_nothing_new() -> None:
    by = intake_account()
    import_article(TEXT, facts(), by=by)
    report = import_article(TEXT, facts(), by=by)
    assert report.snapshot is None
    assert (Snapshot.objects.count(), Claim.objects.count()) == (1, 4)


def test_the_same_address_with_other_tracking_is_the_same_article() -> None:
    by = intake_account()
    import_article(TEXT, facts(), by=by)
    import_article(TEXT, facts(url="https://berita.example/beras?utm_source=other#top"), by=by)
    assert Article.objects.count() == 1


def test_an_article_without_an_address_is_known_by_title_publisher_and_day() -> None:
    by = intake_account()
    import_article(TEXT, facts(url=None), by=by)
    assert import_article(TEXT, facts(url=None), by=by).snapshot is None


def test_a_changed_text_is_a_second_snapshot_and_quotes_are_found_again() -> None:
    by = intake_account()
    import_article(TEXT, facts(), by=by)
    changed = "Sisipan baru.\n" + TEXT.replace("Pemerintah diam.", "Menteri membantah semuanya kemarin.")
    report = import_article(changed, facts(), by=by)
    assert report.snapshot is not None
    assert report.snapshot.number == 2
    assert [row.exact for row in report.gone] == ["Pemerintah diam."]
    assert {row.anchor_state for row in report.found_again} == {"exact-quote"}
    assert [str(claim.appearances.get()) for claim in report.candidates] == [
        "Sisipan baru.",
        "Menteri membantah semuanya kemarin.",
    ]
    for row in Appearance.objects.select_related("snapshot"):
        assert row.snapshot.text[row.start : row.end] == row.exact


def test_a_gone_quote_stays_in_the_text_where_it_was() -> None:
    by = intake_account()
    import_article(TEXT, facts(), by=by)
    import_article("Semua kalimat lain sudah hilang dari halaman ini.", facts(), by=by)
    gone = Appearance.objects.filter(anchor_state="gone")
    assert gone.count() == 4
    assert set(gone.values_list("snapshot__number", flat=True)) == {1}


def test_an_unsafe_address_writes_nothing() -> None:
    with pytest.raises(UnsafeAddress):
        import_article(TEXT, facts(url="javascript:alert(1)"), by=intake_account())
    assert not Article.objects.exists()
    assert not Entity.objects.exists()


def test_an_account_without_a_role_imports_nothing() -> None:
    with pytest.raises(VerbRefused):
        import_article(TEXT, facts(), by=factories.user(""))
    assert not Article.objects.exists()


def test_a_publisher_is_found_by_slug_or_host() -> None:
    known = factories.entity(slug="berita", domain="berita.example")
    by = intake_account()
    assert find_or_add_publisher("berita", by=by) == known
    assert find_or_add_publisher("www.Berita.example", by=by) == known


def test_an_unknown_host_becomes_a_publisher_and_an_unknown_word_does_not() -> None:
    by = intake_account()
    assert find_or_add_publisher("koran.example", by=by).domain == "koran.example"
    with pytest.raises(UnknownPublisher, match="Koran Kita"):
        find_or_add_publisher("Koran Kita", by=by)


def test_the_intake_account_cannot_log_in() -> None:
    account = intake_account()
    assert not account.has_usable_password()
    assert not account.is_staff
    assert intake_account() == account
