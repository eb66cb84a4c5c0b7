"""Handovers say from which district a case came and when, and take the earliest next date along."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0054_more_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='caseevent',
            name='from_district',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.district', verbose_name='前の担当地区'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='handed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='引き継いだ日時'),
        ),
        migrations.AddField(
            model_name='caseevent',
            name='next_on',
            field=models.DateField(editable=False, null=True, verbose_name='引き継いだ次回予定日'),
        ),
    ]
