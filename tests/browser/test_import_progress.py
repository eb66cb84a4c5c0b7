"""A long import in a real browser: the bar moves without a reload, the end is shown by itself, axe finds nothing."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.holds import holding
from cases.models import ImportJob
from cases.services import import_jobs
from tests.browser.sites import log_in, make_office
from tests.imports.record_files import as_csv, row, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]


def test_the_bar_moves_and_the_end_comes_by_itself(page, live_server, transactional_db, settings, shot):
    settings.DIRECT_ROWS = 2
    make_office()
    log_in(page, live_server, "kanri")
    page.goto(f"{live_server.url}/imports/new/")
    page.check("input[name=subject][value=records]", force=True)
    content = as_csv(table(*[row(str(n)) for n in range(5)]))
    page.set_input_files("#id_file", {"name": "記録.csv", "mimeType": "text/csv", "buffer": content})
    page.click("button.btn-primary")
    page.wait_for_selector("progress")
    assert "動いていません" in page.inner_text("main")
    shot("import-waiting")
    job = ImportJob.objects.get()
    ImportJob.objects.update(state="running")
    with holding(import_jobs.WORKER, shared=True), holding(f"import-{job.pk}") as say:
        say("check 30000 100000")
        page.wait_for_selector('progress[value="25"]')
        assert "100,000行のうち30,000行" in page.inner_text("main")
        shot("import-running")
        assert Axe().run(page).response["violations"] == []
    ImportJob.objects.update(state="waiting")
    import_jobs.run_job(job.pk)
    page.wait_for_selector("text=この内容を取り込む")
