"""Forms of things that have a web address: one spelling of it, and a second row with the same one refused."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from claims.admin.forms import EditorialForm
from claims.text.addresses import UnsafeAddress, canonical_url


class AddressForm(EditorialForm):
    def clean_url(self) -> str | None:
        url: str | None = self.cleaned_data["url"]
        if not url:
            self.instance.canonical_url = None
            return url
        try:
            self.instance.canonical_url = canonical_url(url)
        except UnsafeAddress as error:
            self.add_error("url", str(error))
            return url
        self._refuse_second_row()
        return url

    def _refuse_second_row(self) -> None:
        row: Any = self.instance
        same = type(row)._default_manager.filter(canonical_url=row.canonical_url).exclude(pk=row.pk).first()
        if same is not None:
            address = reverse(f"admin:claims_{row._meta.model_name}_change", args=[same.pk])
            message = _("This address is here already: <a href='{}'>{}</a>.")
            self.add_error("url", format_html(message, address, same))
