"""Drafts of the remaining forms: the kind of what a new row belongs to, and the pages whose save has just finished a change."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0053_drafts_of_long_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='parent_kind',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='属する記録の種類'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='noun',
            field=models.CharField(choices=[('contact', '対応記録'), ('activity', '地域支援の記録'), ('case', 'ケース'), ('caseevent', '受付'), ('closing', 'ケースの終結'), ('reopening', 'ケースの再開'), ('handover', '担当の引き継ぎ'), ('assessment', 'アセスメント'), ('supportplan', '支援計画'), ('goal', '目標'), ('monitoring', 'モニタリング'), ('conference', '会議の記録'), ('household', '世帯'), ('member', '世帯員'), ('consent', '同意'), ('protection', '支援措置'), ('resource', '社会資源'), ('leader', '代表者・窓口'), ('referral', 'つなぎ'), ('waiting', '返事待ち'), ('waitingend', '返事待ちの終わり'), ('task', 'やること')], default='contact', max_length=20, verbose_name='記録'),
        ),
        migrations.CreateModel(
            name='FinishedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.UUIDField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='保存した日時')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
            ],
            options={
                'verbose_name': '保存を終えた画面',
                'verbose_name_plural': '保存を終えた画面',
                'indexes': [models.Index(fields=['owner', 'page'], name='finished_page')],
            },
        ),
    ]
