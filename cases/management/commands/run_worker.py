"""`manage.py run_worker`: does the imports that take long, until it is ended. Several may run; each job is done once."""
import logging
import signal
import sys
import time

from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cases.database import learn_sizes
from cases.holds import holding
from cases.management.plain import PlainCommand
from cases.new_day import look
from cases.services.import_jobs import WORKER, take_up_abandoned

log = logging.getLogger(__name__)
SECONDS = 1  # between two looks at an empty queue
DAY = 24 * 60 * 60
AFTER_TROUBLE = 5


class Command(PlainCommand):
    """Ends at SIGTERM or Ctrl+C at once: a job that it is at is rolled back, and taken up by the next worker."""

    help = "時間のかかる取込みを、画面とは別に行います。サーバーと一緒に動かし続けてください。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="待っている取込みを行い、なくなったら終わります")

    def handle(self, *, once, **options):
        self.ending = False
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._end)
        while not self.ending:
            try:
                with holding(WORKER, shared=True):
                    self._work(once)
                return
            except (OperationalError, InterfaceError) as error:
                log.error("the worker waits for the database: %s", type(error).__name__)
                connection.close()
                time.sleep(AFTER_TROUBLE)

    def _work(self, once: bool) -> None:
        learnt = float("-inf")
        while not self.ending:
            if time.monotonic() >= learnt + DAY:
                learn_sizes(connection)
                learnt = time.monotonic()
            look()
            take_up_abandoned()
            if DBTaskResult.objects.ready().exists():
                self._worker().run()
                learn_sizes(connection)
            elif once:
                return
            else:
                time.sleep(SECONDS)

    def _worker(self) -> Worker:
        self.worker = Worker(queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
                             max_tasks=None, worker_id=f"cwc-{time.time_ns()}", excluded_queue_names=[])
        return self.worker

    def _end(self, number, frame) -> None:
        """Leave what is being done: its transaction rolls back. The queue swallows the exit, so the loop ends itself."""
        self.ending = True
        if worker := getattr(self, "worker", None):
            worker.running = False
        sys.exit(0)
