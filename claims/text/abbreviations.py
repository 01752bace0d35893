"""Where a full stop ends no sentence: Indonesian and English abbreviations, initials, numbered lists."""

import re

# Each group by what follows it. The words are written without their last full stop.
# A name follows. Written with a capital, for "hal." or "gen." in lower case may be a word or something else.
TITLES = frozenset(
    """
    Prof Dr Drs Dra Drg Ir Hj K.H KH Kol Kompol Komjen Kombes Kapt Letjen Letkol Mayjen Brigjen Jend Irjen Serma Ust
    Bpk Sdr Sdri Tn Ny Nn Alm Almh Mr Mrs Ms Mx Messrs Rev Hon Gov Gen Sen Rep Sgt Capt Col Lt Maj Cmdr St Mt Ft
    PT CV UD Fa Jl Jln Gg Kel Kec Kab Kep Prov Kp Ds Yth Dept Univ
    """.split()  # noqa: SIM905 - words are read best as words
)
# No other word is spelled so, whatever follows.
CONNECTORS = frozenset("a.n a.l d.a u.b u.p c.q cq e.g i.e vs viz cf jl jln drg drs dra yth bpk sdr".split())  # noqa: SIM905
# A number follows.
NUMBERED = frozenset(
    """
    no nos nr hal tgl pkl rp telp tlp fig figs vol art ps ch sec p pp op ca approx est ed thn rt rw km usd
    jan feb mar apr jun jul agt agu aug sep sept okt oct nov des dec
    """.split()  # noqa: SIM905
)
# They may end a sentence as well, so only what goes on in lower case or with a digit belongs to it.
CLOSING = frozenset(
    """
    dll dsb dst dkk tsb etc al inc ltd co corp tbk jr sr u.s u.k u.n e.u a.s r.i d.c a.m p.m s.h s.e s.t s.pd s.kom
    s.sos s.ip m.h m.si m.m m.pd m.sc ph.d b.a b.sc m.a hlm swt saw
    """.split()  # noqa: SIM905
)
LAST_WORD = re.compile(r"([^\s(\"“‘'\[]+)\.\s*\Z")
# "J. K. Rowling", "H. Ahmad": capitals with full stops, and the word before them.
INITIALS = re.compile(r"(?:(?P<before>[\w-]+)\s+)?(?:(?<=\s)|(?<=[(\"“‘'\[])|\A)(?:[A-Z]\.\s?)+\Z")
# "Vitamin C." is no initial.
LABELS = """
    vitamin hepatitis nilai rencana golongan kelas blok gedung tipe jenis grup kelompok poin huruf lampiran
    plan grade group type class block building option appendix exhibit
"""
LABELLED = frozenset(LABELS.split())
# The splitter takes it for one, so its end is named here.
LABELLED_END = re.compile(rf"\b(?:{'|'.join(LABELS.split())})\s[A-Z]\.\s+(?=[A-Z])", re.IGNORECASE)
ACRONYMS = frozenset({"U.S.", "U.K.", "U.N.", "E.U.", "A.S.", "R.I.", "D.C."})
LIST_NUMBER = re.compile(r"\A\s*\(?(?:\d{1,3}|[A-Za-z])\.\s*\Z")
# No abbreviation with what stands before it is longer.
REACH = 60


def goes_on(before: str, following: str, *, from_line_start: bool) -> bool:
    """Whether the full stop at the end of ``before`` ends no sentence, seen ``following`` that comes next.

    Only the last ``REACH`` characters of ``before`` are needed. ``from_line_start`` says that ``before`` begins a
    line, where "1." numbers what follows.
    """
    found = LAST_WORD.search(before)
    if found is None:
        return False
    word, lower_or_digit = found[1], following[0].islower() or following[0].isdigit()
    if word in TITLES or word.casefold() in CONNECTORS:
        return True
    # "dr." is a physician in Indonesian; no sentence ends in it.
    if word == "dr" or (word.casefold() in NUMBERED and following[0].isdigit()):
        return True
    if word.casefold() in CLOSING:
        return lower_or_digit
    return (from_line_start and LIST_NUMBER.match(before) is not None) or _ends_in_initials(before, following)


def _ends_in_initials(before: str, following: str) -> bool:
    found = INITIALS.search(before.rstrip())
    if found is None or not following[0].isupper() or before.split()[-1] in ACRONYMS:
        return False
    return (found["before"] or "").casefold() not in LABELLED
