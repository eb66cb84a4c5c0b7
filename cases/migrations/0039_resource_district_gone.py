from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("cases", "0038_resource_districts_kept")]

    operations = [migrations.RemoveField(model_name="resource", name="district")]
