"""The three roles of a newsroom, as groups."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

DRAFTS = ("article", "snapshot", "claim", "appearance", "claimrelation", "source", "evidence", "assessment", "entity", "topic")
READ_ONLY = ("review", "publication", "recordtext", "rating", "ratingscale", "externallabel")
HOUSE = ("rating", "ratingscale", "externallabel")

RESEARCHER = (
    *(f"{action}_{table}" for table in DRAFTS for action in ("view", "add", "change")),
    *(f"delete_{table}" for table in ("appearance", "claimrelation", "evidence")),
    *(f"view_{table}" for table in READ_ONLY),
    "submit_assessment",
)
EDITOR = (
    *RESEARCHER,
    *(f"delete_{table}" for table in ("claim", "article", "source", "assessment", "entity", "topic")),
    "approve_assessment",
    "publish_assessment",
    "correct_claim",
    "retract_claim",
)
ADMINISTRATOR = (
    *EDITOR,
    *(f"{action}_{table}" for table in HOUSE for action in ("add", "change", "delete")),
    *(f"{action}_user" for action in ("view", "add", "change")),
    "redact_publication",
)
ROLES = {"researcher": RESEARCHER, "editor": EDITOR, "administrator": ADMINISTRATOR}


def create_groups(apps, schema_editor):
    create_all_permissions(apps, schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        permissions = Permission.objects.filter(content_type__app_label="claims", codename__in=codenames)
        missing = set(codenames) - set(permissions.values_list("codename", flat=True))
        if missing:
            raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
        group.permissions.set(permissions)


def create_all_permissions(apps, using):
    """Django makes permissions only after the last migration; the groups need them now."""
    configuration = apps.get_app_config("claims")
    configuration.models_module = True
    create_permissions(configuration, apps=apps, verbosity=0, using=using)
    configuration.models_module = None


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0003_record_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create_groups, remove_groups)]
