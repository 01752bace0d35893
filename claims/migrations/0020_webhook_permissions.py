"""Who may have webhooks: those who answer for what is published."""

import importlib

from django.db import migrations

POLICY = importlib.import_module("claims.migrations.0009_policy_and_permissions")

OWN = [f"{verb}_webhooksubscription" for verb in ("view", "add", "change", "delete")]
SEEN = ["view_webhooksubscription", "view_webhookdelivery"]
ADDED = {"researcher": SEEN, "editor": [*OWN, "view_webhookdelivery"], "administrator": [*OWN, "view_webhookdelivery"]}


def extend_groups(apps, schema_editor):
    POLICY.ROLES.create_all_permissions(apps, schema_editor.connection.alias)
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
    dependencies = [("claims", "0019_webhooks")]
    operations = [migrations.RunPython(extend_groups, reduce_groups)]
