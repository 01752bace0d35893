"""The one row of the policy, and who may do the new verbs."""

import importlib

from django.db import migrations

ROLES = importlib.import_module("claims.migrations.0004_roles")

# By group, what is added to it.
ADDED = {
    "researcher": ("view_vote", "view_editorialpolicy"),
    "editor": ("view_vote", "view_editorialpolicy", "assign_claim"),
    "administrator": ("view_vote", "view_editorialpolicy", "change_editorialpolicy", "assign_claim"),
}


def create_policy(apps, schema_editor):
    apps.get_model("claims", "EditorialPolicy").objects.get_or_create(pk=1)


def extend_groups(apps, schema_editor):
    ROLES.create_all_permissions(apps, schema_editor.connection.alias)
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        permissions = Permission.objects.filter(content_type__app_label="claims", codename__in=codenames)
        missing = set(codenames) - set(permissions.values_list("codename", flat=True))
        if missing:
            raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
        # A newsroom may have renamed or removed a group; what it arranged itself is left alone.
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*permissions)


def reduce_groups(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        permissions = Permission.objects.filter(content_type__app_label="claims", codename__in=codenames)
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("claims", "0008_edits_clear_approvals")]
    operations = [
        migrations.RunPython(create_policy, migrations.RunPython.noop),
        migrations.RunPython(extend_groups, reduce_groups),
    ]
