from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("cases", "0050_contacts_of_activities_kept")]

    operations = [migrations.RemoveField(model_name="activity", name="contact")]
