import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_joint_district_forms'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('contact_list', '対応記録'), ('household_list', '世帯'), ('case_list', 'ケース')], max_length=20, verbose_name='一覧')),
                ('name', models.CharField(help_text='例: 大沢の新規相談、今年度の食事の相談', max_length=60, verbose_name='名前')),
                ('conditions', models.JSONField(default=dict, verbose_name='条件')),
                ('words', models.TextField(blank=True, verbose_name='条件の説明')),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='保存した日時')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL, verbose_name='保存した人')),
            ],
            options={
                'verbose_name': '保存した条件',
                'verbose_name_plural': '保存した条件',
                'ordering': ['page', 'name', 'id'],
            },
        ),
    ]
