"""The people of the newsroom."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp.plugins.otp_totp import admin as devices
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.accounts import second_factor
from claims.accounts.lockout import unlock
from claims.accounts.roles import WORDS
from claims.accounts.security_log import note
from claims.accounts.sessions import end_other_sessions
from claims.admin.chosen import SeveralAutocompleteSelect
from claims.models import User

# Rights beyond the roles; only somebody who has all rights may hand them out.
BEYOND_ROLES = ("is_superuser", "user_permissions")
REDIRECT = 302

# The library's own pages would show the keys of second factors to whoever has all rights.
admin.site.unregister(devices.TOTPDevice)
admin.site.unregister(Group)


def _may_change(request: HttpRequest, person: User) -> bool:
    """An administrator could otherwise get into the account of somebody with more rights."""
    return request.user.is_superuser or not person.is_superuser


@admin.action(description=gettext_lazy("Unlock the chosen accounts"), permissions=["change"])
def unlock_accounts(desk: Any, request: Any, people: QuerySet[User]) -> None:
    for person in people:
        unlock(person)
        note("unlocked", user=person, by=request.user, request=request)
    count = len(people)
    messages.success(request, ngettext("%d account can log in again.", "%d accounts can log in again.", count) % count)


@admin.action(description=gettext_lazy("Turn two-factor log-in off for the chosen accounts"), permissions=["change"])
def turn_second_factor_off(desk: Any, request: Any, people: QuerySet[User]) -> None:
    """For whoever lost phone and recovery codes."""
    allowed = [person for person in people if _may_change(request, person) and person != request.user]
    for person in allowed:
        second_factor.turn_off(person, by=request.user)
    count, refused = len(allowed), len(people) - len(allowed)
    messages.success(request, ngettext("Turned off for %d account.", "Turned off for %d accounts.", count) % count)
    if refused:
        text = _("Not your own, where it takes a code, and not that of somebody with more rights.")
        messages.warning(request, text)


@admin.action(description=gettext_lazy("End all sessions of the chosen accounts"), permissions=["change"])
def end_sessions(desk: Any, request: Any, people: QuerySet[User]) -> None:
    allowed = [person for person in people if _may_change(request, person)]
    for person in allowed:
        this = request.session.session_key if person == request.user else None
        end_other_sessions(person, this=this, by=request.user)
    count = len(allowed)
    messages.success(
        request, ngettext("Sessions of %d account ended.", "Sessions of %d accounts ended.", count) % count
    )


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "public_name", "roles", "email", "has_second_factor", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["username", "public_name", "first_name", "last_name", "email"]
    list_per_page = 50
    autocomplete_fields = ["groups"]
    filter_horizontal = ["user_permissions"]
    actions = [unlock_accounts, turn_second_factor_off, end_sessions]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Name"), {"fields": ["public_name", "first_name", "last_name", "email"]}),
        (_("Roles and rights"), {"fields": ["is_active", "is_staff", "groups", *BEYOND_ROLES]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["username", "public_name", "usable_password", "password1", "password2"]},
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        apps_of_person = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people: QuerySet[Any] = super().get_queryset(request).prefetch_related("groups")
        return people.annotate(second_factor=Exists(apps_of_person))  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        names = [str(WORDS.get(group.name, (group.name, ""))[0]) for group in person.groups.all()]
        return ", ".join([*names, *([_("Superuser")] if person.is_superuser else [])]) or "–"

    @admin.display(description=gettext_lazy("two-factor"), boolean=True)
    def has_second_factor(self, person: Any) -> bool:
        return bool(person.second_factor)

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **named: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            named["widget"] = SeveralAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **named)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **named: Any) -> Any:
        form = super().get_form(request, obj, change=change, **named)
        if "groups" in form.base_fields:
            words = "; ".join(f"{role}: {may}" for role, may in WORDS.values())
            form.base_fields["groups"].help_text = words
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else [*fixed, *BEYOND_ROLES]

    def user_change_password(self, request: Any, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A password that somebody else sets ends the sessions that were begun with the old one."""
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == REDIRECT:
            person = User.objects.get(pk=id)
            note("password-set", user=person, by=request.user, request=request)
            this = request.session.session_key if person == request.user else None
            end_other_sessions(person, this=this, by=request.user)
        return answer

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not _may_change(request, obj):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not _may_change(request, obj):
            return False
        return super().has_delete_permission(request, obj)


@admin.register(Group)
class RoleAdmin(DjangoGroupAdmin):
    """Django's own page in the frame of ours."""

    change_form_template = "admin/claims/change_form.html"
