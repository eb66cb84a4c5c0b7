import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0024_waitings'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('with_numbers', models.BooleanField(default=False, help_text='予定表を見る人には、ケース番号も見えます。氏名や内容は入りません。', verbose_name='ケース番号を入れる')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='作成日時')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='終了日時')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': '予定の配信',
                'verbose_name_plural': '予定の配信',
                'ordering': ['-made_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user',), name='calendar_feed_one_open')],
            },
        ),
    ]
