"""What is asked of whoever brings an article in: where it is, and what it says about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.intake.article import ArticleFacts
from claims.intake.incoming import IN_WORDS
from claims.models import Entity, Original, User
from claims.models.fields import LanguageField
from claims.text.addresses import UnsafeAddress, canonical_url
from claims.text.documents import LARGEST_FILE

PUBLISHERS_OFFERED = 200
LONGEST_TITLE = 500


class BringInForm(forms.Form):
    """One form twice: at first for the article itself, then with what was read from it, to be checked.

    ``original`` is the number of the page or file that waits for this person; nobody else's is taken.
    """

    url = forms.URLField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=2_000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "placeholder": "https://"}),
        help_text=gettext_lazy("Of the article on the web. Alone, it is fetched; with a text or a file, it is noted."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.html,.htm,.docx,.pdf"}),
        help_text=gettext_lazy("Text, HTML, Word (docx) or PDF."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 12, "dir": "auto"}),
        help_text=gettext_lazy("Paste the article here. Offsets of claims refer to exactly these words."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
        help_text=gettext_lazy("The headline, word for word."),
    )
    publisher = forms.CharField(
        label=gettext_lazy("Publisher"),
        required=False,
        max_length=253,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "list": "known-publishers"}),
        help_text=gettext_lazy("The site, such as tribunnews.com. A new one is added."),
    )
    publisher_name = forms.CharField(
        label=gettext_lazy("Name of the publisher"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Needed only for a new one: what readers know it as."),
    )
    published_on = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        # The browser's own calendar: Django's writes styles into the page, which the security policy forbids.
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day the article appeared. Leave empty if it is not known."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        required=False,
        max_length=35,
        validators=LanguageField.default_validators,
        widget=forms.TextInput(attrs={"class": "vTextField", "size": 8, "list": "languages"}),
        help_text=gettext_lazy("Of the text: “id”, “en” or another BCP 47 code."),
    )
    original = forms.IntegerField(required=False, widget=forms.HiddenInput)

    # What stands in the form was read from the article, and a person has to look at it.
    is_to_be_checked = False

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by

    @property
    def known_publishers(self) -> list[tuple[str, str]]:
        """Offered while typing; the browser itself shows them, also without JavaScript."""
        known = Entity.objects.exclude(domain="").order_by("-updated_at")[:PUBLISHERS_OFFERED]
        return [(entity.domain, str(entity.name)) for entity in known]

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent is not None and sent.size > LARGEST_FILE:
            raise forms.ValidationError(str(IN_WORDS["too_large"]))
        return sent

    def clean_text(self) -> str:
        # A browser sends every line end as two characters.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            return canonical_url(url) and url if url else ""
        except UnsafeAddress as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_original(self) -> Original | None:
        number = self.cleaned_data["original"]
        if number is None:
            return None
        waiting = Original.objects.waiting_for(self.by).defer("body").filter(pk=number).first()
        if waiting is None:
            raise forms.ValidationError(_("What was read is no longer kept. Bring it in again."))
        return waiting

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("file") is not None and cleaned.get("text") and cleaned.get("original") is None:
            self.add_error("file", _("Give either a text or a file, not both."))
        if not self.errors and not self.has_source:
            self.add_error(None, _("Paste a text, choose a file, or give an address."))
        return cleaned

    @property
    def has_source(self) -> bool:
        cleaned = self.cleaned_data
        return bool(cleaned.get("text") or cleaned.get("file") is not None or cleaned.get("url"))

    @property
    def wants_reading(self) -> bool:
        """The article itself has still to be read from a file or an address."""
        return self.cleaned_data.get("file") is not None or not self.cleaned_data.get("text")

    def require_facts(self) -> bool:
        for name in ("title", "publisher", "language"):
            if not self.cleaned_data.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return not self.errors

    @property
    def facts(self) -> ArticleFacts:
        cleaned = self.cleaned_data
        return ArticleFacts(
            title=cleaned["title"],
            publisher=cleaned["publisher"],
            publisher_name=cleaned["publisher_name"],
            language=cleaned["language"],
            url=cleaned["url"] or None,
            published_on=cleaned["published_on"],
        )
