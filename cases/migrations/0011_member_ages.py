"""Fill in the ages that the notes of members already stored allow."""
from django.db import migrations

from cases.ages import read_ages


def fill(apps, schema_editor):
    members = apps.get_model("cases", "Member")._base_manager.using(schema_editor.connection.alias)
    for text in members.exclude(age_text="").order_by().values_list("age_text", flat=True).distinct():
        if ages := read_ages(text):
            members.filter(age_text=text).update(youngest=ages.youngest, oldest=ages.oldest)


class Migration(migrations.Migration):

    dependencies = [("cases", "0010_people_axes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
