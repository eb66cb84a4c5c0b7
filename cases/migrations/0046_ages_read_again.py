"""Fill in the ages of notes that could not be read before: 八〇代, 約85歳, 80代〜90代."""
from django.db import migrations

from cases.ages import read_ages


def fill(apps, schema_editor):
    members = apps.get_model("cases", "Member")._base_manager.using(schema_editor.connection.alias)
    unread = members.filter(youngest=None).exclude(age_text="")
    for text in unread.order_by().values_list("age_text", flat=True).distinct():
        if ages := read_ages(text):
            unread.filter(age_text=text).update(youngest=ages.youngest, oldest=ages.oldest)


class Migration(migrations.Migration):

    dependencies = [("cases", "0045_handover_to_come")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
