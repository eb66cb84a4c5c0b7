"""An entry of the register may have several contacts: the contact knows its entry, no longer the entry its contact."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0048_no_entries")]

    operations = [
        migrations.AlterField(  # makes room for the name `activity`
            model_name="activity", name="contact",
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                                       to="cases.contact", verbose_name="対応記録")),
        migrations.AddField(
            model_name="contact", name="activity",
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                                    related_name="contacts", to="cases.activity", verbose_name="地域支援の記録")),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(condition=models.Q(("activity__isnull", False)), fields=["activity"], name="contact_of_activity")),
    ]
