"""The one district that a resource had is the first of its districts."""
from django.db import migrations


def keep(apps, schema_editor):
    resource = apps.get_model("cases", "Resource")
    rows = resource.objects.exclude(district=None).values_list("pk", "district")
    served = resource.districts.through
    served.objects.bulk_create(served(resource_id=pk, district_id=district) for pk, district in rows)


def take_back(apps, schema_editor):
    """The first of several is kept; the column holds no more."""
    for resource in apps.get_model("cases", "Resource").objects.prefetch_related("districts"):
        if first := resource.districts.first():
            type(resource).objects.filter(pk=resource.pk).update(district=first)


class Migration(migrations.Migration):

    dependencies = [("cases", "0037_resource_districts")]

    operations = [migrations.RunPython(keep, take_back)]
