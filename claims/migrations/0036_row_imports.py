"""Files of rows that are brought in, and who may: everyone who writes drafts."""

import importlib

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


PERMISSIONS = importlib.import_module("claims.migrations.0020_webhook_permissions")

CODENAMES = ["view_rowimport", "add_rowimport", "delete_rowimport"]


def extend_groups(apps, schema_editor):
    PERMISSIONS.POLICY.ROLES.create_all_permissions(apps, schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="claims", codename__in=CODENAMES
    )
    if permissions.count() != len(CODENAMES):
        raise LookupError("The permissions for imports are missing.")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["researcher", "editor", "administrator"]):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0035_background_work"),
    ]

    operations = [
        migrations.CreateModel(
            name='RowImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('claims', 'claims'), ('sources', 'sources'), ('evidence', 'evidence')], max_length=10, verbose_name='rows of')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('jsonl', 'JSONL')], max_length=6, verbose_name='format')),
                ('size', models.BigIntegerField(default=0, verbose_name='bytes')),
                ('change_existing', models.BooleanField(default=False, verbose_name='change rows that are here already')),
                ('skipped_lines', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None, verbose_name='lines left out')),
                ('state', models.CharField(choices=[('checking', 'being checked'), ('checked', 'checked, waits for your decision'), ('writing', 'being imported'), ('done', 'imported'), ('failed', 'not readable')], default='checking', max_length=10, verbose_name='state')),
                ('rows_seen', models.PositiveIntegerField(default=0, verbose_name='rows read so far')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last sign of progress')),
                ('checked', models.JSONField(default=dict, verbose_name='found')),
                ('written', models.JSONField(default=dict, verbose_name='imported')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='uploaded at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='imported at')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RowProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('field', models.CharField(blank=True, max_length=100, verbose_name='column')),
                ('reason', models.TextField(verbose_name='reason')),
                ('row_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='claims.rowimport')),
            ],
            options={
                'ordering': ['line', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RowImportPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('row_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='claims.rowimport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('row_import', 'number'), name='rowimportpiece_once')],
            },
        ),
        migrations.RunPython(extend_groups, migrations.RunPython.noop),
    ]
