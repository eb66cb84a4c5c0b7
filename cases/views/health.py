"""Whether the installation works: one word for a monitor, the details (状態) for the admin."""
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from cases import access
from cases.audit.middleware import quiet
from cases.durability import durability, may_lose
from cases.models import AuditEntry, ImportJob
from cases.services.import_jobs import is_worker_alive

WORDS = {"synchronous": "保存の確定（synchronous）", "journal_mode": "書き込みの方式（journal_mode）",
         "foreign_keys": "つながりの検査（foreign_keys）", "fsync": "ディスクへの書き込み（fsync）",
         "full_page_writes": "書きかけの保護（full_page_writes）", "synchronous_commit": "保存の確定（synchronous_commit）"}
LEAST_FREE_MIB, LOW_FREE_PERCENT = 256, 10


@quiet
@login_not_required
@require_safe
def health(request):
    """`ok` (200), or `not ok` (503) when the database does not answer or may lose records, or the disk is full.

    Says nothing else to strangers: no version, no host, no reason.
    """
    try:
        works = not may_lose(connection) and _free_mib() >= LEAST_FREE_MIB
    except DatabaseError:
        works = False
    return HttpResponse("ok" if works else "not ok", content_type="text/plain", status=200 if works else 503)


@require_GET
@access.roles(access.ADMIN)
def system_state(request):
    """状態: the database, its durability, pending migrations, the disk, the worker, the latest entry of the audit."""
    return render(request, "cases/system_state.html", {"rows": [
        *_database(), *((WORDS[each.name], each.value, each.durable) for each in durability(connection)),
        _migrations(), _disk(), _worker(), _audit()]})


def _database() -> list[tuple[str, str, bool]]:
    names = {"sqlite": "SQLite（この機械の中のファイル）", "postgresql": "PostgreSQL"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return [("データベース", f"{names[connection.vendor]} {cursor.fetchone()[0]}", True)]


def _migrations() -> tuple[str, str, bool]:
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return "まだ行っていない更新（migrate）", f"{pending}件" if pending else "ありません", not pending


def _disk() -> tuple[str, str, bool]:
    usage = shutil.disk_usage(_place())
    percent = usage.free * 100 // usage.total
    return "ディスクの空き", f"{_free_mib():,} MiB（{percent}%）", percent >= LOW_FREE_PERCENT


def _free_mib() -> int:
    return shutil.disk_usage(_place()).free // 2**20


def _place() -> Path:
    """Where this machine writes: the database's file, else where the code lies."""
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    return name.parent if connection.vendor == "sqlite" and name.is_absolute() else settings.BASE_DIR


def _worker() -> tuple[str, str, bool]:
    alive = is_worker_alive()
    left = [ImportJob.State.WAITING] if alive else [ImportJob.State.WAITING, ImportJob.State.RUNNING]  # what a dead one was at waits, too
    waiting = ImportJob.objects.filter(state__in=left).count()
    return ("長い取込みの作業（run_worker）", f"{'動いています' if alive else '動いていません'}（順番待ち{waiting}件）", alive)


def _audit() -> tuple[str, str, bool]:
    latest = AuditEntry.objects.order_by("-seq").first()
    return "最後の監査記録", f"{latest.seq:,}件目" if latest else "まだありません", True
