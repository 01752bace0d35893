"""Comments of colleagues on a claim, what a reviewer saw last, and whether a newcomer closed the first steps."""

import importlib

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

ROLES = importlib.import_module("claims.migrations.0004_roles")

ADDED = ("view_comment", "add_comment")


def extend_groups(apps, schema_editor):
    ROLES.create_all_permissions(apps, schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="claims", codename__in=ADDED
    )
    # A newsroom may have renamed or removed a group; what it arranged itself is left alone.
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES.ROLES):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0023_trigrams_of_statements"),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=5000, verbose_name='text')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written at')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CommentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(max_length=5000, verbose_name='text')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.JSONField(verbose_name='document')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='seen at')),
                ('earlier_document', models.JSONField(null=True, verbose_name='document seen before')),
                ('earlier_seen_at', models.DateTimeField(null=True, verbose_name='seen before at')),
            ],
            options={
                'verbose_name': 'look of a reviewer',
                'verbose_name_plural': 'looks of reviewers',
                'ordering': ['-seen_at'],
            },
        ),
        # Claims before users, as whoever writes a claim locks them; the other way round each would wait for the other.
        migrations.AddField(
            model_name='comment',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='claims.claim', verbose_name='claim'),
        ),
        migrations.AddField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='comment',
            name='mentioned',
            field=models.ManyToManyField(blank=True, related_name='mentioned_in', to=settings.AUTH_USER_MODEL, verbose_name='mentioned'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='author',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='claim',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='claims.claim', verbose_name='claim'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='claims.comment'),
        ),
        migrations.AddField(
            model_name='look',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='claims.claim', verbose_name='claim'),
        ),
        migrations.AddField(
            model_name='look',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to=settings.AUTH_USER_MODEL, verbose_name='reviewer'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_text', violation_error_message='Write something first.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='comment_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5a8257da234e09151dbadc296ef96c1542af669e', operation='UPDATE', pgid='pgtrigger_comment_is_final_f2d4b', table='claims_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "claims_commentevent" ("author_id", "claim_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."author_id", NEW."claim_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='4eebe357fd139eeefcdca5237e01e0f48daec737', operation='INSERT', pgid='pgtrigger_insert_insert_3b7ba', table='claims_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "claims_commentevent" ("author_id", "claim_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."author_id", NEW."claim_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='2c5f0e3497d7608fca74785cf830a3c814d212a0', operation='UPDATE', pgid='pgtrigger_update_update_e1935', table='claims_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "claims_commentevent" ("author_id", "claim_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."author_id", OLD."claim_id", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='aa46feb03bdf8eb9cefea95c6e194c34c2bb3f04', operation='DELETE', pgid='pgtrigger_delete_delete_e4a2e', table='claims_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commentevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;", hash='4afb6a18d200690c9ddf9eb096ba351fe9f708b2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b5309', table='claims_commentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7eaa01be7d352355a3e5d10cb04be5011d7aad61', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7946c', table='claims_commentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.UniqueConstraint(fields=('claim', 'reviewer'), name='look_once_a_reviewer'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('earlier_document__isnull', True), ('earlier_seen_at__isnull', True)), models.Q(('earlier_document__isnull', False), ('earlier_seen_at__isnull', False)), _connector='OR'), name='look_earlier_has_its_moment'),
        ),
        migrations.RunPython(extend_groups, migrations.RunPython.noop),
        # Last, for it keeps everyone from the accounts until the end of the transaction.
        migrations.AddField(
            model_name='user',
            name='hides_first_steps',
            field=models.BooleanField(default=False, editable=False, help_text='Closed the list for newcomers.', verbose_name='hides the first steps'),
        ),
    ]
