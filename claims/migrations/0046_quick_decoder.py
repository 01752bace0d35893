"""The record's JSON is read by a quicker decoder. Nothing changes in the database."""

import claims.models.fields
import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0045_answers_in_one_look"),
    ]

    operations = [
        migrations.AlterField(
            model_name='publication',
            name='document',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='Everything a page or an API answer needs.', verbose_name='document'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='leaves',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, help_text='For every field of the document, its digest.', verbose_name='leaf digests'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='salts',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, help_text='For every field of the document, the salt of its leaf digest.', verbose_name='salts'),
        ),
        migrations.AlterField(
            model_name='publishedappearance',
            name='document',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, help_text="The appearance as it stands in the claim's document."),
        ),
        migrations.AlterField(
            model_name='publishedclaim',
            name='children',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, default=list, help_text='Published parts of this claim, with their verdicts.'),
        ),
        migrations.AlterField(
            model_name='publishedclaim',
            name='document',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, help_text='The document of the current publication.'),
        ),
        migrations.AlterField(
            model_name='publishedclaim',
            name='envelope',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, help_text='Number, version, kind, note, digests and times of the current publication.'),
        ),
        migrations.AlterField(
            model_name='publishedevidence',
            name='document',
            field=models.JSONField(decoder=claims.models.fields.QuickDecoder, help_text="The evidence as it stands in the claim's document."),
        ),
    ]
