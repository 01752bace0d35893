"""Links that are looked at, and who sees them: everyone who writes drafts."""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


PERMISSIONS = importlib.import_module("claims.migrations.0020_webhook_permissions")


def extend_groups(apps, schema_editor):
    PERMISSIONS.POLICY.ROLES.create_all_permissions(apps, schema_editor.connection.alias)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="claims", codename="view_link"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["researcher", "editor", "administrator"]):
        group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0036_row_imports"),
        ("claims", "0036_row_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkHost',
            fields=[
                ('host', models.CharField(max_length=260, primary_key=True, serialize=False)),
                ('next_request_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('missing_page', models.TextField(blank=True)),
                ('missing_page_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000, verbose_name='address')),
                ('host', models.CharField(max_length=260, verbose_name='host')),
                ('state', models.CharField(choices=[('unchecked', 'not checked yet'), ('alive', 'there'), ('moved', 'moved for good'), ('changed', 'text changed'), ('soft-404', 'shows a page that says it is gone'), ('dead', 'gone'), ('unknown', 'may not be checked')], default='unchecked', max_length=10, verbose_name='state')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('reason', models.TextField(blank=True, verbose_name='why')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='status')),
                ('strikes', models.PositiveSmallIntegerField(default=0, verbose_name='failures in a row')),
                ('final_url', models.CharField(blank=True, max_length=2000, verbose_name='leads to')),
                ('etag', models.CharField(blank=True, max_length=300)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('baseline', models.CharField(blank=True, max_length=64)),
                ('newest', models.CharField(blank=True, max_length=64)),
                ('checked_at', models.DateTimeField(null=True, verbose_name='checked at')),
                ('next_check_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='next check')),
                ('leased_until', models.DateTimeField(null=True)),
                ('looked_at', models.DateTimeField(null=True, verbose_name='looked at')),
                ('article', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='link', to='claims.article', verbose_name='article')),
                ('looked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked at by')),
                ('source', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='link', to='claims.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['-since', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LinkResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='checked at')),
                ('found', models.CharField(choices=[('unchecked', 'not checked yet'), ('alive', 'there'), ('moved', 'moved for good'), ('changed', 'text changed'), ('soft-404', 'shows a page that says it is gone'), ('dead', 'gone'), ('unknown', 'may not be checked')], max_length=10, verbose_name='found')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='status')),
                ('reason', models.TextField(blank=True, verbose_name='why')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='claims.link', verbose_name='link')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['state', '-since'], name='link_state_newest'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('source', None)), models.Q(('article', None), ('source__isnull', False)), _connector='OR'), name='link_of_a_source_or_an_article'),
        ),
        migrations.RunPython(extend_groups, migrations.RunPython.noop),
    ]
