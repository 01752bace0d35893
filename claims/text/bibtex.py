"""BibTeX that any text can stand in."""

from collections.abc import Mapping

# BibTeX counts braces even behind a backslash, so a brace is written as a command; it then needs no partner. A space
# after a command would be swallowed, hence the empty group.
ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        # Some language settings of LaTeX turn a quotation mark and the letter behind it into something else.
        '"': '{"}',
        **{character: f"\\{character}" for character in "#$%&_"},
    }
)


def escape_bibtex(text: str) -> str:
    """The text for a field: it shows as it is and can end neither the field nor the entry."""
    return text.translate(ESCAPED)


def bibtex_entry(kind: str, key: str, fields: Mapping[str, str], *, url: str) -> str:
    """An entry with one field a line. ``url`` is not escaped, as styles print it word for word."""
    lines = [f"  {name} = {_value(text)}," for name, text in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, f"  url = {{{url}}},", "}", ""])


def _value(text: str) -> str:
    """Numbers are for the style to format; words keep their capitals and are not taken apart at an "and"."""
    return f"{{{text}}}" if text.isascii() and text.isdigit() else f"{{{{{escape_bibtex(text)}}}}}"
