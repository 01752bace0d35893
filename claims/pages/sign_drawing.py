"""One sign of ``verdicts.svg`` to put into a page itself, where a browser may not fetch the file with all of them."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

SIGNS = Path(__file__).resolve().parent.parent / "static" / "claims" / "verdicts.svg"
NAMESPACE = "{http://www.w3.org/2000/svg}"


@cache
def sign_drawing(name: str) -> SafeString:
    """What is inside the symbol, for an ``svg`` element of 24 by 24."""
    # The file is ours, so nothing in it needs to be guarded against.
    symbols = ET.parse(SIGNS).getroot()  # noqa: S314
    for element in symbols.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
    [symbol] = [one for one in symbols if one.get("id") == name]
    # HTML has no namespaces to declare: the browser knows what is inside of svg.
    return mark_safe("".join(ET.tostring(shape, "unicode").strip() for shape in symbol))  # noqa: S308
