"""The one contact that an entry of the register had is the first of its contacts."""
from django.db import migrations


def keep(apps, schema_editor):
    contact, activity = (apps.get_model("cases", name) for name in ("Contact", "Activity"))
    for entry, of in activity.objects.exclude(contact=None).values_list("pk", "contact"):
        contact.objects.filter(pk=of).update(activity=entry)


def take_back(apps, schema_editor):
    """The first of several is kept; the column holds no more."""
    contact, activity = (apps.get_model("cases", name) for name in ("Contact", "Activity"))
    for of, entry in contact.objects.exclude(activity=None).order_by("-pk").values_list("pk", "activity"):
        activity.objects.filter(pk=entry).update(contact=of)


class Migration(migrations.Migration):

    dependencies = [("cases", "0049_contacts_of_activities")]

    operations = [migrations.RunPython(keep, take_back)]
