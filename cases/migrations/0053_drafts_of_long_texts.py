"""Drafts of forms of long texts: which form, and what a new row belongs to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0052_resource_words'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_once_per_form',
        ),
        migrations.AddField(
            model_name='draft',
            name='parent',
            field=models.PositiveBigIntegerField(null=True, verbose_name='属する記録'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='noun',
            field=models.CharField(choices=[('contact', '対応記録'), ('activity', '地域支援の記録'), ('case', 'ケース'), ('caseevent', '受付'), ('closing', 'ケースの終結'), ('reopening', 'ケースの再開'), ('handover', '担当の引き継ぎ'), ('assessment', 'アセスメント'), ('supportplan', '支援計画'), ('goal', '目標'), ('monitoring', 'モニタリング'), ('conference', '会議の記録')], default='contact', max_length=20, verbose_name='記録'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(condition=models.Q(('target', None)), fields=('owner', 'noun', 'form_token'), name='draft_once_per_form'),
        ),
    ]
