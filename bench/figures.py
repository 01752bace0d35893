"""Where a measurement leaves its figures: one line of JSON each, in the file that BENCH_FIGURES names.

Without that variable nothing is written; a measurement that somebody runs by hand prints what it prints.
"""

import json
import os
from pathlib import Path
from typing import Literal

VARIABLE = "BENCH_FIGURES"
Better = Literal["lower", "higher"]


def note(name: str, value: float, unit: str, better: Better = "lower") -> None:
    """``name`` is the same from run to run, with all that makes two figures comparable, such as the number of rows."""
    if path := os.environ.get(VARIABLE):
        figure = {"name": name, "value": round(float(value), 4), "unit": unit, "better": better}
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(figure, ensure_ascii=False) + "\n")
