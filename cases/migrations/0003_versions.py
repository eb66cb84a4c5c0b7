"""A version and a form token for every row that a form changes."""
from django.db import migrations, models

VERSION = models.PositiveIntegerField(default=1, editable=False)
TOKEN = models.UUIDField(editable=False, null=True, unique=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_audit")]
    operations = [
        migrations.AddField("council", "version", VERSION),
        migrations.AddField("district", "form_token", TOKEN),
        migrations.AddField("district", "version", VERSION),
        migrations.AddField("resource", "form_token", TOKEN),
        migrations.AddField("resource", "version", VERSION),
    ]
