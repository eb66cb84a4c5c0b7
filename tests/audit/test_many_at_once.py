"""Entries of many new rows take time by their number, not by its square."""
import pytest
from django.db import connection

from tests.imports.record_files import load_rows, row

pytestmark = pytest.mark.django_db
ROWS = 30
SCANS = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'cases_auditentry'"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no plans")
def test_the_entry_before_is_found_by_its_key_also_where_the_audit_is_short(small):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_auditentry")  # now it is known to be short
        cursor.execute("DISCARD PLANS")
        load_rows(*[row(str(number)) for number in range(ROWS)])
        cursor.execute(SCANS)
        assert cursor.fetchone()[0] < ROWS // 2
