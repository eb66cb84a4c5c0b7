from django.db import migrations, models


def number(apps, schema_editor):
    """Questions that were there get a code each."""
    for question in apps.get_model("cases", "Question").objects.order_by("order", "id"):
        question.code = f"Q-{question.pk:04d}"
        question.save(update_fields=["code"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0032_assessments'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='code',
            field=models.CharField(default='', max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='question',
            name='code',
            field=models.CharField(help_text='ファイルで出し入れするときの目印です。例: Q-0001', max_length=40, unique=True, verbose_name='コード'),
        ),
    ]
