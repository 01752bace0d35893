"""What the record's fixed words are called: kinds of sources and publications, states, stances, relations."""

from django.utils.translation import gettext


def kind_name(kind: str) -> str:
    """In the reader's language; a word that is not known stays as it is."""
    return NAMES[kind]() if kind in NAMES else kind


NAMES = {
    "government": lambda: gettext("government"),
    "court": lambda: gettext("court"),
    "company": lambda: gettext("company"),
    "research": lambda: gettext("research"),
    "news": lambda: gettext("news"),
    "reference": lambda: gettext("reference work"),
    "other": lambda: gettext("other"),
    "person": lambda: gettext("person"),
    "organization": lambda: gettext("organization"),
    "country": lambda: gettext("country or territory"),
    "product": lambda: gettext("product"),
    "low": lambda: gettext("low"),
    "medium": lambda: gettext("medium"),
    "high": lambda: gettext("high"),
    "unverified": lambda: gettext("Not yet checked"),
    "in_progress": lambda: gettext("Being checked"),
    "verified": lambda: gettext("Checked"),
    "retracted": lambda: gettext("Retracted"),
    "initial": lambda: gettext("First publication"),
    "update": lambda: gettext("Update"),
    "correction": lambda: gettext("Correction"),
    "retraction": lambda: gettext("Retraction"),
    "redaction": lambda: gettext("Redaction"),
    "merge": lambda: gettext("Merge"),
    "supports": lambda: gettext("Supports the claim"),
    "refutes": lambda: gettext("Speaks against the claim"),
    "context": lambda: gettext("Gives context"),
    "rating-changed": lambda: gettext("rating changed"),
    "substantive": lambda: gettext("substantive"),
    "minor": lambda: gettext("minor"),
    "contradicts": lambda: gettext("Contradicts"),
    "variant_of": lambda: gettext("Variant of"),
    "updates": lambda: gettext("Updates"),
    "first": lambda: gettext("first seen here"),
    "repeat": lambda: gettext("repeated here"),
}
