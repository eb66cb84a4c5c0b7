"""Long imports are done by the worker: seen, given up, taken up again, and always whole or not at all."""
import json
import re

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cases.holds import holding, is_asked_to_end
from cases.imports import record_commit, undo
from cases.imports.progress import CHECK, COMPARE, FINISH, TRY, UNDO, WRITE, step
from cases.models import AuditEntry, Contact, Household, ImportBatch, ImportJob
from cases.services import import_jobs, imports
from cases.services.imports import undo_import
from reports.effects import effect
from reports.layout import build
from reports.scope import scope_of

from .record_files import as_csv, load_rows, row, table
from .test_import_pages import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(as_user, admin, settings):
    """An admin, where five rows are many."""
    settings.DIRECT_ROWS = 4
    return as_user(admin)


def sent(site, *rows: dict) -> ImportBatch:
    """Upload so many rows that the worker has to do them."""
    upload(site, as_csv(table(*(rows or [row(str(n), 世帯番号=f"S{n}") for n in range(5)]))))
    return ImportBatch.objects.latest("pk")


def work() -> ImportJob:
    """Let the worker do what waits."""
    job = ImportJob.objects.get()
    import_jobs.run_job(job.pk)
    job.refresh_from_db()
    return job


def page(site, batch, name="detail", **how) -> str:
    return site.get(reverse(f"import_{name}", args=[batch.pk]), follow=True, **how).content.decode()


def confirm(site, batch, **decided):
    version = re.search(r'import_commit|/commit/".*?name="version" value="(\w+)"', page(site, batch), re.DOTALL)[1]
    return site.post(reverse("import_commit", args=[batch.pk]), {"version": version} | decided)


def checked(site, *rows) -> ImportBatch:
    batch = sent(site, *rows)
    work()
    return batch


def test_few_rows_are_done_at_once_and_many_wait_for_the_worker(site):
    upload(site, as_csv(table(row("1"), row("2"))))
    assert not ImportJob.objects.exists()
    ImportBatch.objects.all().delete()
    batch = sent(site)
    assert "順番を待っています" in page(site, batch) and ImportJob.objects.get().state == "waiting"


def test_checked_shown_confirmed_and_imported(site, admin):
    batch = sent(site)
    assert work().state == "done" and not Contact.objects.exists()
    shown = page(site, batch)
    assert "この内容を取り込む" in shown and "5件" in shown and "相談内容" in shown
    assert confirm(site, batch).status_code == 302 and not Contact.objects.exists()
    assert (job := work()).state == "done" and job.preview is None
    assert Contact.objects.filter(batch=batch, created_by=admin).count() == 5
    assert "取込済み" in page(site, batch)
    assert AuditEntry.objects.filter(action="contact.created", username="kanri", route="import_worker").count() == 5


def test_the_page_of_the_worker_is_the_page_of_few_rows(site, settings):
    rows = [row("1"), row("1"), row("2", "2021/2/30"), row("3", 世帯番号="S1"), row("4", ケース番号="K9")]
    batch = checked(site, *rows)
    long = page(site, batch)
    ImportJob.objects.all().delete()
    assert "報告書の数値への影響" in long and "－ → <strong>" in long
    token = re.compile(r'csrfmiddlewaretoken" value="\w+|X-CSRFToken": "\w+|<div class="notice is-warning"><p>行が多いため.*?</div>')
    short = page(site, batch)
    assert "2月に30日はありません" in long and token.sub("", long).split() == token.sub("", short).split()


def test_errors_are_shown_and_nothing_is_imported(site):
    batch = checked(site, *[row(str(n), "2021/2/30") for n in range(5)])
    assert "2月に30日はありません" in page(site, batch) and "この内容を取り込む" not in page(site, batch)


def test_a_confirmation_sent_twice_imports_once(site):
    batch = checked(site)
    for _ in range(2):
        confirm_again = confirm(site, batch) if ImportJob.objects.get().work == "check" else None
    assert confirm_again is None and DBTaskResult.objects.count() == 2
    for _ in range(2):
        work()
    assert Contact.objects.count() == 5


def test_what_changed_since_it_was_shown_is_not_imported_but_checked_again(site):
    batch = checked(site)
    confirm(site, batch)
    load_rows(row("3", 世帯番号="S3"))
    job = work()
    assert job.state == "refused" and Contact.objects.count() == 1
    assert "登録されている内容が変わりました" in page(site, batch)
    site.post(reverse("import_check", args=[batch.pk]))
    assert work().state == "done" and "この内容を取り込む" in page(site, batch)


def test_an_old_version_is_not_confirmed(site):
    batch = checked(site)
    assert site.post(reverse("import_commit", args=[batch.pk]), {"version": "x" * 64}).status_code == 409
    assert ImportJob.objects.get().work == "check"


def imported(site) -> ImportBatch:
    batch = checked(site)
    confirm(site, batch)
    work()
    return ImportBatch.objects.get(pk=batch.pk)


def ask_to_undo(site, batch):
    version = re.search(r'/undo/".*?name="version" value="(\w+)"', page(site, batch), re.DOTALL)[1]
    return site.post(reverse("import_undo", args=[batch.pk]), {"version": version, "confirmed": "on"}, follow=True)


def test_many_rows_are_taken_back_by_the_worker(site):
    batch = imported(site)
    asked = ask_to_undo(site, batch).content.decode()
    assert "取消しをしています" in asked and "順番を待っています" in asked and Contact.objects.count() == 5
    assert (job := work()).state == "done" and not Contact.objects.exists() and not Household.objects.exists()
    assert "取消済み" in page(site, batch) and "取消し：" not in page(site, batch)
    assert AuditEntry.objects.filter(action="contact.deleted", username="kanri", route="import_worker").count() == 5
    ImportJob.objects.update(state="waiting")  # as if the worker had been killed before it could say so
    assert work().state == "done" and job.work == "undo"


@pytest.mark.parametrize("given_up", [UNDO, FINISH])
def test_taking_back_can_be_given_up_and_then_all_is_as_before(site, monkeypatch, given_up):
    batch = imported(site)
    ask_to_undo(site, batch)
    monkeypatch.setattr(undo, "_AT_ONCE", 2)
    monkeypatch.setattr(import_jobs, "undo_import", given_up_at(given_up, import_jobs.undo_import))
    assert work().state == "cancelled" and Contact.objects.count() == 5
    assert ImportBatch.objects.get().state == "committed" and "取消し：中止しました" in (found := page(site, batch))
    assert "何も取り消していません。" in found and "取込みを取り消す" in found


def test_what_was_used_since_is_not_taken_back_by_the_worker_and_the_page_says_why(site):
    batch = imported(site)
    Contact.objects.filter(record_number="3").update(version=2)
    ask_to_undo(site, batch)
    assert work().state == "refused" and Contact.objects.count() == 5
    assert "取り消せませんでした" in (found := page(site, batch)) and "取り込んだ記録のうち1件が" in found


def test_given_up_while_it_waits_to_be_taken_back(site):
    batch = imported(site)
    ask_to_undo(site, batch)
    told = site.post(reverse("import_cancel", args=[batch.pk]), follow=True).content.decode()
    assert "中止しました。何も取り消していません。" in told and "取り込んでいません" not in told
    assert work().state == "cancelled" and Contact.objects.count() == 5


def test_given_up_while_it_waits(site):
    batch = sent(site)
    site.post(reverse("import_cancel", args=[batch.pk]))
    assert work().state == "cancelled" and "中止しました" in page(site, batch)


@pytest.mark.parametrize("step", [CHECK, WRITE, FINISH])
def test_given_up_before_the_end_also_while_it_writes_nothing_is_kept(site, monkeypatch, step):
    batch = checked(site)
    confirm(site, batch)
    monkeypatch.setattr(import_jobs, "commit_preview", given_up_at(step, import_jobs.commit_preview))
    monkeypatch.setattr(record_commit, "AT_ONCE", 2)
    assert work().state == "cancelled" and not Contact.objects.exists()
    assert ImportBatch.objects.get().state == "preview" and "何も取り込んでいません" in page(site, batch)


def given_up_at(step, commit):
    """The commit, which somebody gives up when it comes to that step."""
    def report_and_give_up(report):
        def told(name, done, total):
            if name == step and (name not in (WRITE, UNDO) or done):  # in the midst of writing, not before
                ImportJob.objects.update(cancelling=True)
            report(name, done, total)
        return told

    return lambda *, progress, **how: commit(progress=report_and_give_up(progress), **how)


def test_how_far_it_is_is_seen_without_an_entry_in_the_audit(site):
    batch = sent(site)
    ImportJob.objects.update(state="running")
    with holding(import_jobs.WORKER, shared=True), holding(f"import-{ImportJob.objects.get().pk}") as say:
        say("check 50 100")
        before = AuditEntry.objects.count()
        whole, part = page(site, batch, "progress"), page(site, batch, "progress", headers={"X-Part": "bar"})
    assert AuditEntry.objects.count() == before
    assert 'value="32"' in part and "100行のうち50行" in part and "<html" not in part
    assert part.strip() in whole and 'http-equiv="refresh"' in whole and "作業を中止する" in whole


@pytest.mark.parametrize(("step", "hidden", "answer"), [
    ("write 50 100", False, "中止を求めました。"), ("finish 0 0", True, "中止は間に合わないことがあります。")])
def test_while_it_writes_it_can_be_stopped_and_at_the_very_end_it_is_said_at_once_that_it_may_be_too_late(site, step, hidden, answer):
    batch = sent(site)
    ImportJob.objects.update(state="running", work="commit")
    with holding(import_jobs.WORKER, shared=True), holding(f"import-{ImportJob.objects.get().pk}") as say:
        say(step)
        found = page(site, batch, "progress")
        told = site.post(reverse("import_cancel", args=[batch.pk]), follow=True).content.decode()
        assert is_asked_to_end(f"import-{ImportJob.objects.get().pk}") == (connection.vendor == "sqlite")
    assert bool(re.search(r"data-cancel\s+hidden", found)) == hidden == ("中止できません" in found)
    assert answer in told and ImportJob.objects.get().cancelling


def test_what_others_change_again_and_again_is_worked_out_outside_of_the_lock_before_it_is_within(site, monkeypatch):
    batch, within = checked(site), []
    confirm(site, batch)
    monkeypatch.setattr(imports, "changed_since", lambda number: True)
    monkeypatch.setattr(imports, "plan_import", seen(imports.plan_import, within))
    assert work().state == "done" and Contact.objects.count() == 5
    assert within == ["preview"] * imports.ATTEMPTS + ["committed"]


def seen(plan_import, states):
    """The planning, which notes whether the import holds the lock."""
    def noted(**how):
        states.append(ImportBatch.objects.get().state)
        return plan_import(**how)
    return noted


def test_a_job_whose_worker_was_killed_is_taken_up_and_a_held_one_is_not(site):
    sent(site)
    job = ImportJob.objects.get()
    ImportJob.objects.update(state="running", attempts=1)
    DBTaskResult.objects.update(status="RUNNING")
    with holding(f"import-{job.pk}"):
        import_jobs.take_up_abandoned()
        assert ImportJob.objects.get().state == "running"
        import_jobs.run_job(job.pk)
    import_jobs.take_up_abandoned()
    assert ImportJob.objects.get().state == "waiting" and DBTaskResult.objects.filter(status="READY").count() == 1
    assert work().state == "done"


def test_a_job_that_kills_every_worker_is_given_up(site):
    sent(site)
    ImportJob.objects.update(state="running", attempts=import_jobs.MOST_ATTEMPTS)
    DBTaskResult.objects.update(status="RUNNING")
    import_jobs.take_up_abandoned()
    assert ImportJob.objects.get().state == "failed" and "メモリー" in page(site, ImportBatch.objects.get())


def test_killed_after_the_commit_it_is_done_and_not_done_twice(site):
    batch = checked(site)
    confirm(site, batch)
    work()
    ImportJob.objects.update(state="waiting", work="commit")
    assert work().state == "done" and Contact.objects.count() == 5


def test_a_fault_of_the_program_ends_the_job_and_tells_no_value(site, monkeypatch, caplog):
    sent(site, *[row(str(n), 記録="山田花子のこと") for n in range(5)])
    monkeypatch.setattr(import_jobs, "_check", fails(KeyError("山田花子のこと")))
    job = work()
    assert job.state == "failed" and "山田" not in caplog.text + job.reason and "KeyError" in caplog.text


def test_a_fault_of_the_database_leaves_the_job_to_be_taken_up_and_tells_no_value(site, monkeypatch):
    sent(site)
    monkeypatch.setattr(import_jobs, "_check", fails(OperationalError("Key (text)=(山田花子)")))
    with pytest.raises(import_jobs.LeftUndone) as caught:
        import_jobs.import_job.func(ImportJob.objects.get().pk)
    assert "山田" not in str(caught.getrepr(style="native")).replace('"Key (text)=(山田花子)"', "")
    assert ImportJob.objects.get().state == "running"


def fails(error):
    def fail(*args):
        raise error
    return fail


def test_the_queue_holds_ids_only(site):
    sent(site)
    assert json.dumps(DBTaskResult.objects.get().args_kwargs) == json.dumps({"args": [ImportJob.objects.get().pk], "kwargs": {}})


def test_who_lost_the_right_to_import_imports_nothing(site, admin):
    batch = checked(site)
    confirm(site, batch)
    type(admin).objects.update(role="coordinator")
    assert work().state == "refused" and not Contact.objects.exists()


def test_an_upload_is_not_thrown_away_under_the_worker(site):
    batch = checked(site)
    version = re.search(r'/discard/".*?name="version" value="(\w+)"', page(site, batch), re.DOTALL)[1]
    confirm(site, batch)
    site.post(reverse("import_discard", args=[batch.pk]), {"version": version})
    assert ImportBatch.objects.exists()
    site.post(reverse("import_cancel", args=[batch.pk]))
    site.post(reverse("import_discard", args=[batch.pk]), {"version": version})
    assert not ImportBatch.objects.exists() and not ImportJob.objects.exists()


def test_the_state_page_says_whether_a_worker_lives(site):
    dead = site.get(reverse("system_state")).content.decode()
    with holding(import_jobs.WORKER, shared=True), holding(import_jobs.WORKER, shared=True):
        alive = site.get(reverse("system_state")).content.decode()
    assert "動いていません" in dead and "動いています" in alive


def test_a_worker_that_died_at_its_work_is_told_and_its_work_waits(site):
    batch = sent(site)
    ImportJob.objects.update(state="running", work="commit")
    found = page(site, batch, "progress")
    assert "途中で止まりました" in found and "設置した人に連絡" in found and "登録しています" not in found
    assert "順番待ち1件" in site.get(reverse("system_state")).content.decode()
    with holding(import_jobs.WORKER, shared=True):
        assert "途中で止まりました" not in page(site, batch, "progress")
        assert "順番待ち0件" in site.get(reverse("system_state")).content.decode()


def test_changed_and_similar_rows_are_decided_one_by_one_and_the_worker_does_as_decided(site):
    load_rows(*[row(str(n), 記録="前") for n in range(3)], row("", 世帯番号="S1", 記録="前"), row("", 世帯番号="S2", 記録="前"))
    batch = checked(site, *[row(str(n), 記録="後") for n in range(3)], row("", 世帯番号="S1", 記録="後"), row("", 世帯番号="S2", 記録="後"))
    assert confirm(site, batch, changes="keep").status_code == 422 and ImportJob.objects.get().work == "check"
    confirm(site, batch, changes="keep", similar="add", **{"answer-3:records": "update", "answer-5:records": "update"})
    assert work().state == "done"
    texts = sorted(Contact.objects.values_list("record_number", "case__number", "text"), key=str)
    assert texts == [("0", None, "前"), ("1", None, "後"), ("2", None, "前"), (None, "S1", "後"), (None, "S2", "前"), (None, "S2", "後")]
    assert (batch := ImportBatch.objects.get(pk=batch.pk)).summary["declined"] == 2
    undo_import(batch=batch)
    assert set(Contact.objects.values_list("text", flat=True)) == {"前"} and Contact.objects.count() == 5


def test_rows_with_errors_of_a_long_file_are_a_file_before_the_import_and_after_it(site, monkeypatch):
    batch = checked(site, *[row(str(n), "2021/2/30" if n == 3 else "2021-04-05") for n in range(5)])
    monkeypatch.setattr(imports, "source_of", fails(AssertionError("a page reads the long file")))
    before = site.get(reverse("import_rejected", args=[batch.pk])).content.decode("utf-8-sig")
    monkeypatch.undo()
    site.post(reverse("import_commit", args=[batch.pk]), {"version": ImportJob.objects.get().preview["version"], "skip_errors": "on"})
    work()
    assert Contact.objects.count() == 4 and "2月に30日はありません" in before
    assert site.get(reverse("import_rejected", args=[batch.pk])).content.decode("utf-8-sig") == before


def test_what_a_long_file_does_to_the_report_is_tried_and_nothing_of_it_stays(site):
    before = [model.objects.count() for model in (Contact, Household, AuditEntry)]
    checked(site)
    assert [model.objects.count() for model in (Contact, Household)] == before[:2]
    assert not AuditEntry.objects.filter(action="contact.created").exists()
    (year,) = ImportJob.objects.get().preview["effect"]
    assert ["合計", [None, 5]] in [[each["label"], each["cells"][-1]] for each in year["tables"][0]["rows"]]


def test_what_the_check_of_a_long_file_tells_is_what_the_reports_say_after_the_import(site):
    load_rows(row("1", "2020-05-01", 相談内容="食事"), row("2", "2021-05-01", 世帯番号="S1"), row("3", "2021-05-01"))
    batch = checked(site, row("1", "2021-06-01", 相談内容="食事;健康・医療・介護"), row("2", "2021-05-01", 世帯番号="S2"),
                    row("3", "2020-06-01"), row("4", 世帯番号="S1"), row("5", "2021-07-01", 地区="連雀"))
    told, before = ImportJob.objects.get().preview["effect"], [build(scope_of(year), trends=False) for year in (2021, 2020)]
    confirm(site, batch, changes="update")
    assert work().state == "done"
    assert told == effect([2021, 2020], lambda look: (dict(zip((2021, 2020), before, strict=True)), look()))
    assert all(year["tables"] for year in told)


def test_given_up_during_the_trial_nothing_is_shown_as_checked(site, monkeypatch):
    sent(site)
    monkeypatch.setattr(import_jobs, "effect_of", lambda *how: [ImportJob.objects.update(cancelling=True), step(TRY), step(COMPARE)])
    assert work().state == "cancelled" and ImportJob.objects.get().preview is None
