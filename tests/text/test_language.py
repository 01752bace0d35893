import pytest

from claims.text.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Harga beras naik tiga kali lipat di Jakarta tahun lalu, dan pemerintah belum menanggapi hal itu.", "id"),
        ("Rice became three times dearer in Jakarta last year, and the government has not answered.", "en"),
        ("De regering heeft nog niet gezegd wat zij van de prijs van de rijst vindt.", "nl"),
        ("", ""),
        ("8 + 8 = 16", ""),
        ("Zxqv wrtplk mnbvcxz", ""),
    ],
)
def test_the_small_words_tell_the_language(text: str, language: str) -> None:
    assert guess_language(text) == language
