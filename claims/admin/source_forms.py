"""What is asked of a source when it comes in by its address; the rest can wait for the source's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.intake.publishers import UnknownPublisher, find_or_add_publisher, find_publisher
from claims.models import Evidence, Source, User
from claims.text.addresses import LONGEST_ADDRESS, UnsafeAddress, canonical_url
from claims.workflow import free_slug, recorded


class KnownSourceForm(forms.Form):
    stance = forms.ChoiceField(
        label=_("What it does to the claim"),
        choices=Evidence.Stance.choices,
        widget=forms.RadioSelect,
        initial=Evidence.Stance.SUPPORTS,
    )


class NewSourceForm(forms.ModelForm):  # type: ignore[type-arg]
    url = forms.URLField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "readonly": True}),
    )
    archived_url = forms.URLField(
        label=_("Archived copy"),
        max_length=LONGEST_ADDRESS,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
        help_text=_("A lasting copy, for when the original is gone."),
    )
    publisher_name = forms.CharField(
        label=_("Publisher"),
        max_length=253,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Its host, such as tribunnews.com, or the slug of one that is here."),
    )
    site_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    stance = KnownSourceForm.base_fields["stance"]
    field_order = ["url", "title", "publisher_name", "published_on", "language", "kind", "is_primary", "archived_url"]

    class Meta:
        model = Source
        fields = ["url", "title", "published_on", "language", "kind", "is_primary", "archived_url"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "published_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            self.instance.canonical_url = canonical_url(url)
        except UnsafeAddress as problem:
            raise forms.ValidationError(str(problem)) from None
        return url

    def clean_publisher_name(self) -> str:
        name: str = self.cleaned_data["publisher_name"]
        try:
            find_publisher(name)
        except UnknownPublisher as problem:
            raise forms.ValidationError(str(problem)) from None
        return name

    def save_by(self, user: User) -> Source:
        """The source, and its publisher if that is new."""
        with recorded("create", by=user):
            source: Any = super().save(commit=False)
            source.publisher = find_or_add_publisher(
                self.cleaned_data["publisher_name"], by=user, title=self.cleaned_data["site_name"]
            )
            source.slug = free_slug(Source, source.title, fallback="source")
            source.save()
        return source  # type: ignore[no-any-return]
