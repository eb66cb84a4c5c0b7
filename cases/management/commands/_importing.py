"""What `import_records` and `import_figures` share: arguments, the summary, and what goes to stderr."""
import json
from argparse import ArgumentTypeError
from dataclasses import replace
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

from cases.database import learn_sizes
from cases.imports.decisions import ADD, UPDATE, Decision
from cases.imports.limits import LARGE, SheetError
from cases.imports.prior_figures import GAPS
from cases.imports.problems import ImportRefused, Problem
from cases.management.plain import PlainCommand, file_trouble
from cases.periods import PeriodError, fiscal_year_label, parse_fiscal_year
from cases.services.imports import Plan, Source, import_file, is_stopped, plan_import, summary_of

_COMPARED = {"districts": "各地区の合計", "months": "各月の合計"}  # by the key check of a warning


def fiscal_year_argument(text: str) -> int:
    """A fiscal year as people write it: 2021, R3, 令和3年度."""
    try:
        return parse_fiscal_year(text)
    except PeriodError as error:
        raise ArgumentTypeError(str(error)) from error


def open_total_text(total: dict) -> str:
    """A printed figure that does not agree with the others, in words."""
    month = f"{total['month']}月" if total["month"] else ""
    category = f"「{total['category']}」" if "category" in total else ""
    parts = _COMPARED.get(total.get("check"), "内訳の合計")
    if total.get("check") == "repeated":
        return (f"{fiscal_year_label(total['fiscal_year'])} {total['district']} {total['axis']}{category}{month}: "
                f"{total['total']:,}と印刷されていますが、ほかの表では{total['sum']:,}です。先にある数を取り込みます。")
    return (f"{fiscal_year_label(total['fiscal_year'])} {total['district']} {total['axis']}{category}{month}: {parts}は"
            f"{total['sum']:,}、公表された合計は{total['total']:,}で、{total['difference']:+,}の差があります。公表値のまま取り込みます。")


def _tried(source: Source, similar: str, priors: str) -> Plan:
    plan = plan_import(source=replace(source, priors=priors))
    plan.decide(Decision(changes=UPDATE, similar=similar, priors=priors))
    return plan


class ImportCommand(PlainCommand):
    """Reads one file. Exit status 0 only when everything asked for was done; with --json only JSON on stdout."""

    subject = ""
    noun = ""
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="xlsx・xls・ods・CSV（UTF-8、CP932）")
        parser.add_argument("--dry-run", action="store_true", help="確認だけを行い、何も書き込みません")
        parser.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    def run(self, file: Path, *, dry_run: bool, as_json: bool, skip_errors: bool = False, similar: str = ADD,
            priors: str = GAPS, **how) -> None:
        """Import or try the file, print the summary, and fail in words where it could not be done."""
        try:
            source = Source(self.subject, file.name, file.read_bytes(), limits=LARGE, **how)
            plan, batch = (_tried(source, similar, priors), None) if dry_run else import_file(
                source=source, skip_errors=skip_errors, similar=similar, priors=priors)
        except (OSError, SheetError, ImportRefused) as error:
            raise self._refused(error, as_json) from error
        if batch:
            learn_sizes(connection)
        stopped = is_stopped(plan, skip_errors)
        summary = summary_of(plan, batch, done=not stopped)
        self._say(plan, summary, as_json, dry_run)
        if stopped:
            raise CommandError(f"誤りが{len(summary['errors'])}件あるため、何も取り込んでいません。")
        if summary["errors"]:
            raise CommandError(f"誤りのある行（誤り{len(summary['errors'])}件）を除いて取り込みました。" if not dry_run
                               else f"誤りのある行（誤り{len(summary['errors'])}件）は取り込まれません。")

    def _refused(self, error: Exception, as_json: bool) -> CommandError:
        reason = f"ファイルを読めません。{file_trouble(error)}" if isinstance(error, OSError) else str(error)
        if as_json:
            self._print_json({"read": 0, "created": 0, "unchanged": 0, "updated": 0, "batch": "",
                              "errors": [Problem(None, "", "", reason).as_dict()], "warnings": [], "changes": []})
        return CommandError(reason)

    def _say(self, plan: Plan, summary: dict, as_json: bool, dry_run: bool) -> None:
        for problem in plan.reading.errors:
            self.stderr.write(f"誤り: {problem}")
        for warning in plan.reading.warnings:
            self.stderr.write(f"注意: {warning}")
        for total in getattr(plan, "open_totals", ()):
            self.stderr.write(f"注意: {open_total_text(total)}")
        if left := plan.extra.get("left_priors"):
            self.stderr.write(f"注意: （　）などの前年度の数{left:,}個は、取り込みません（--priors）。")
        if as_json:
            self._print_json(summary)
        else:
            self.stdout.write(self._counts(summary, dry_run))

    def _counts(self, summary: dict, dry_run: bool) -> str:
        batch = f"、取込番号{summary['batch']}" if summary["batch"] else ""
        return (f"{self.noun}{'（確認のみ）' if dry_run else ''}: 読み取り{summary['read']}件、新規{summary['created']}件、"
                f"更新{summary['updated']}件、変更なし{summary['unchanged']}件、誤り{len(summary['errors'])}件{batch}")

    def _print_json(self, summary: dict) -> None:
        self.stdout.write(json.dumps(summary, ensure_ascii=False))
