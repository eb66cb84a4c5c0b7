"""What a category was in earlier years (parent, recount, note, aliases, order), beside what it was called."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0018_joint_districts")]

    operations = [
        migrations.AddField("earlierlabel", "defined", models.BooleanField(default=False, verbose_name="定義")),
        migrations.AddField("earlierlabel", "parent", models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.category", verbose_name="親")),
        migrations.AddField("earlierlabel", "recount", models.BooleanField(default=False, verbose_name="再掲")),
        migrations.AddField("earlierlabel", "note", models.CharField(blank=True, max_length=300, verbose_name="注記")),
        migrations.AddField("earlierlabel", "aliases", models.CharField(blank=True, max_length=300, verbose_name="別名")),
        migrations.AddField("earlierlabel", "order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
    ]
