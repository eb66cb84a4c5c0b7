"""The kinds of the register that a council begins with. It renames, ends and adds them in the browser."""
from django.db import migrations

# code, name, chapter of the report, asks for visitors, consultations, copies
KINDS = [
    ("meeting", "会議体", "meetings", True, False, False),
    ("exchange", "関係機関との連絡", "exchange", False, False, False),
    ("training", "研修", "training", True, False, False),
    ("publicity", "広報（チラシ・たより・SNS）", "publicity", False, False, True),
    ("salon", "相談サロン", "other", True, True, False),
    ("startup", "立ち上げ支援", "other", True, False, False),
    ("group", "団体・居場所への支援", "other", True, False, False),
]


def begin(apps, schema_editor):
    kinds = apps.get_model("cases", "ActivityKind").objects
    for order, (code, name, chapter, visitors, consultations, copies) in enumerate(KINDS):
        kinds.get_or_create(code=code, defaults={
            "name": name, "chapter": chapter, "order": order, "asks_visitors": visitors, "asks_consultations": consultations,
            "asks_copies": copies})


class Migration(migrations.Migration):

    dependencies = [("cases", "0027_register")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
