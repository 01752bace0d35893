"""Files as they come: every spreadsheet program writes CSV in its own way, and some files are not CSV at all."""

import io

import pytest

from claims.intake.rows.problems import Problem, UnreadableRows
from claims.intake.rows.read import LONGEST_LINE, Row, read_csv, read_jsonl

COLUMNS = frozenset({"slug", "statement_en", "statement_id", "topics", "without_appearance"})


def rows(content: str | bytes) -> list[Row | Problem]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_csv(io.BytesIO(data), COLUMNS))


def lines(content: str | bytes) -> list[Row | Problem]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_jsonl(io.BytesIO(data), COLUMNS))


TWO = [Row(2, {"slug": "a", "statement_en": "Beras naik"}), Row(3, {"slug": "b", "statement_en": "Ünïcode 🌾"})]


@pytest.mark.parametrize(
    "content",
    [
        b"slug,statement_en\na,Beras naik\nb,\xc3\x9cn\xc3\xafcode \xf0\x9f\x8c\xbe\n",
        "\ufeffslug,statement_en\r\na,Beras naik\r\nb,Ünïcode 🌾\r\n".encode(),
        "slug;statement_en\na;Beras naik\nb;Ünïcode 🌾".encode(),
        "slug\tstatement_en\na\tBeras naik\nb\tÜnïcode 🌾\n".encode(),
        "\ufeffslug\tstatement_en\na\tBeras naik\nb\tÜnïcode 🌾\n".encode("utf-16-le"),
        "\ufeffslug,statement_en\na,Beras naik\nb,Ünïcode 🌾\n".encode("utf-16-be"),
        '"Slug" ; "STATEMENT_EN"\na;"Beras naik"\n"b";Ünïcode 🌾\n'.replace(" ; ", ";").encode(),
    ],
    ids=["plain", "utf-8 mark", "semicolon", "tab", "utf-16 little", "utf-16 big", "quoted"],
)
def test_every_programs_csv_reads_the_same(content: bytes) -> None:
    assert rows(content) == TWO


def test_excels_own_line_about_the_delimiter_is_understood() -> None:
    assert rows("sep=;\nslug;statement_en\na;x\n") == [Row(3, {"slug": "a", "statement_en": "x"})]


def test_quotes_line_breaks_and_empty_lines_inside_a_file() -> None:
    content = 'slug,statement_en\n\na,"He said ""no"", then\nleft"\n\nb,"x, y"\n'
    assert rows(content) == [
        Row(3, {"slug": "a", "statement_en": 'He said "no", then\nleft'}),
        Row(6, {"slug": "b", "statement_en": "x, y"}),
    ]


def test_unknown_columns_are_refused_by_name() -> None:
    with pytest.raises(
        UnreadableRows, match=r"Unknown columns: “satement_en”, “colour”\. Known here: slug, statement_en"
    ):
        rows("slug,satement_en,colour\na,b,c\n")


def test_a_column_twice_is_refused() -> None:
    with pytest.raises(UnreadableRows, match="twice: slug"):
        rows("slug,statement_en,slug\na,b,c\n")


def test_a_row_with_too_many_cells_is_named_and_the_next_one_is_read() -> None:
    first, second = rows("slug,statement_en\na,b,c\nd,e\n")
    assert first == Problem(2, "", "The row has 3 cells and the first line 2.")
    assert second == Row(3, {"slug": "d", "statement_en": "e"})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        ("slug,statement_en\na,Harga ber\xe9\n".encode("latin-1"), "Line 2: this is not UTF-8"),
        ("slug,statement_en\na,b\n".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04\x00\x00spreadsheet", "Unknown columns|not text"),
        (b'slug,statement_en\na,"never closed\nb,c\n', "quotation mark"),
        (b'slug,statement_en\na,"b"c\n', "quotation mark"),
        (b'slug,statement_en\na,"' + b"x" * 140_000 + b'"\n', "quotation mark|larger"),
        (b"slug,statement_en\na," + b"x" * (LONGEST_LINE + 1), "longer than"),
    ],
    ids=[
        "nothing",
        "blank",
        "latin-1",
        "utf-16 without a mark",
        "xlsx",
        "open quote",
        "stray quote",
        "huge cell",
        "huge line",
    ],
)
def test_what_is_not_readable_is_told_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableRows, match=reason):
        rows(content)


def test_the_apostrophe_that_an_export_puts_before_a_formula_is_taken_off() -> None:
    (row,) = rows("slug,statement_en\na,'=1+1\n")
    assert row == Row(2, {"slug": "a", "statement_en": "=1+1"})
    (row,) = rows("slug,statement_en\na,'tis true\n")
    assert row == Row(2, {"slug": "a", "statement_en": "'tis true"})


def test_json_lines_may_hold_objects_lists_numbers_and_truth() -> None:
    line = '{"slug": "a", "statement": {"en": "x", "id": "y"}, "topics": ["t", "u"], "without_appearance": true}'
    expected = {"slug": "a", "statement_en": "x", "statement_id": "y", "topics": "t u", "without_appearance": "true"}
    assert lines(f"{line}\n\n") == [Row(1, expected)]


def test_a_wrong_json_line_is_named_and_the_next_one_is_read() -> None:
    found = lines('{"slug": \n[1]\n{"colour": "red"}\n{"statement": {"fr": "x"}}\n{"slug": "a"}\n')
    assert [(row.line, isinstance(row, Problem)) for row in found] == [
        (1, True),
        (2, True),
        (3, True),
        (4, True),
        (5, False),
    ]
    assert [row.field for row in found if isinstance(row, Problem)] == ["", "", "colour", "statement_fr"]
