"""Drafts of changes say how what was typed begins; more forms keep drafts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0055_handovers_carry_next_dates'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='begins',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='書き直したことの始まり'),
        ),
        migrations.AlterField(
            model_name='draft',
            name='noun',
            field=models.CharField(choices=[('contact', '対応記録'), ('activity', '地域支援の記録'), ('case', 'ケース'), ('caseevent', '受付'), ('closing', 'ケースの終結'), ('reopening', 'ケースの再開'), ('handover', '担当の引き継ぎ'), ('assessment', 'アセスメント'), ('supportplan', '支援計画'), ('goal', '目標'), ('monitoring', 'モニタリング'), ('conference', '会議の記録'), ('household', '世帯'), ('member', '世帯員'), ('consent', '同意'), ('protection', '支援措置'), ('resource', '社会資源'), ('leader', '代表者・窓口'), ('referral', 'つなぎ'), ('waiting', '返事待ち'), ('waitingend', '返事待ちの終わり'), ('task', 'やること'), ('relation', '世帯員の関係'), ('tie', '周囲とのつながり'), ('householdtypes', '世帯の分類'), ('householdrestriction', '閲覧の制限'), ('caserestriction', '閲覧の制限'), ('memberrestriction', '閲覧の制限'), ('council', '協議会の名称と方針'), ('district', '地区'), ('question', 'アセスメントの項目')], default='contact', max_length=20, verbose_name='記録'),
        ),
    ]
