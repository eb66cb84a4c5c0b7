from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0036_drafts_of_activities")]

    operations = [
        migrations.AlterField(  # makes room for the name `resources`
            model_name="resource", name="district",
            field=models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="cases.district", verbose_name="地区")),
        migrations.AddField(
            model_name="resource", name="districts",
            field=models.ManyToManyField(blank=True, help_text="いくつでも選べます。市内全域・地区外のときは選びません。",
                                         related_name="resources", to="cases.district", verbose_name="地区")),
    ]
