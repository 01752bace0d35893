"""The account in whose name the machine itself proposes."""

from django.contrib.auth.models import Group

from claims.models import User

INTAKE_USERNAME = "intake"


def intake_account() -> User:
    """A researcher without a password: nobody can log in with it, and the history shows that nobody typed this."""
    user, created = User.objects.get_or_create(username=INTAKE_USERNAME, defaults={"public_name": "Intake"})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name="researcher"))
    return user
