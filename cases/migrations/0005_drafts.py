"""Drafts of records that are being written."""
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_access")]
    operations = [migrations.CreateModel(
        name="Draft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("target", models.PositiveBigIntegerField(null=True, verbose_name="直している対応記録")),
            ("form_token", models.UUIDField(null=True)),
            ("page", models.UUIDField(null=True)),
            ("data", models.JSONField(default=dict, verbose_name="入力")),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="書き始めた日時")),
            ("updated_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="最後に保存した日時")),
            ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="drafts",
                                        to=settings.AUTH_USER_MODEL, verbose_name="書いた人")),
        ],
        options={
            "verbose_name": "下書き", "verbose_name_plural": "下書き", "ordering": ["-updated_at", "-id"],
            "constraints": [
                models.UniqueConstraint(condition=models.Q(("target", None)), fields=("owner", "form_token"),
                                        name="draft_once_per_form"),
                models.UniqueConstraint(condition=models.Q(("target", None), _negated=True), fields=("owner", "target"),
                                        name="draft_once_per_contact"),
            ],
        },
    )]
