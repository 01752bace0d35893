"""The scale that a new newsroom starts with; it can change the words in the admin."""

import json

from django.db import migrations

SCALE_NAME = {"en": "House scale", "id": "Skala redaksi"}
RATINGS = (
    ("true", 5, "true", {"en": "True", "id": "Benar"}, {"en": "The evidence supports the claim and leaves out nothing that would change its meaning.", "id": "Bukti mendukung klaim dan tidak ada hal penting yang hilang sehingga maknanya berubah."}),
    ("mostly-true", 4, "mixture", {"en": "Mostly true", "id": "Sebagian besar benar"}, {"en": "The main point holds, but a detail is imprecise, overstated or not fully proven.", "id": "Pokok klaim terbukti, tetapi ada rincian yang kurang tepat, dilebihkan, atau belum sepenuhnya terbukti."}),
    ("half-true", 3, "mixture", {"en": "Half true", "id": "Setengah benar"}, {"en": "One part is supported and another of similar weight is not.", "id": "Satu bagian didukung bukti, sedangkan bagian lain yang sama pentingnya tidak."}),
    ("mostly-false", 2, "mixture", {"en": "Mostly false", "id": "Sebagian besar salah"}, {"en": "The main point is contradicted by the evidence, though it contains an element of truth.", "id": "Pokok klaim dibantah bukti, meski mengandung unsur kebenaran."}),
    ("false", 1, "false", {"en": "False", "id": "Salah"}, {"en": "The evidence contradicts the claim.", "id": "Bukti membantah klaim."}),
    ("missing-context", None, "mixture", {"en": "Missing context", "id": "Perlu konteks"}, {"en": "The words can be defended, but without further facts they mislead about time, size or meaning.", "id": "Kata-katanya bisa dipertahankan, tetapi tanpa fakta tambahan menyesatkan soal waktu, ukuran, atau makna."}),
    ("unproven", None, "unproven", {"en": "Unproven", "id": "Belum terbukti"}, {"en": "The evidence found is too weak or too thin to rate the claim either way.", "id": "Bukti yang ditemukan terlalu lemah atau terlalu sedikit untuk menilai klaim ini benar atau salah."}),
)


def create_scale(apps, schema_editor):
    scale = apps.get_model("claims", "RatingScale").objects.create(slug="house", name=json.dumps(SCALE_NAME), worst=1, best=5)
    Rating = apps.get_model("claims", "Rating")
    for position, (slug, value, normalized, label, definition) in enumerate(RATINGS, start=1):
        Rating.objects.create(
            scale=scale,
            slug=slug,
            value=value,
            normalized=normalized,
            label=json.dumps(label, ensure_ascii=False),
            definition=json.dumps(definition, ensure_ascii=False),
            position=position,
        )


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_roles")]
    operations = [migrations.RunPython(create_scale, migrations.RunPython.noop)]
