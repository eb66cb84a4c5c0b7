"""build_report: the annual report as a file, for scripts."""
import os
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from cases import periods
from cases.management.plain import PlainCommand, file_trouble
from cases.models import Council
from reports import checks, layout, scope
from reports.joint import with_joint
from reports.outputs import FORMATS, PUBLIC_FORMATS, Context, Unavailable
from reports.public import build_public

FOR_A_SCREEN = ("csv", "json", "html")


class Command(PlainCommand):
    """Writes the report of a fiscal year to a file, or to standard output."""

    help = "年度の実績報告を作り、ファイルに書き出します。--output がなければ標準出力に書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("--fiscal-year", required=True, metavar="年度", help="2021、R3、令和3年度 など")
        parser.add_argument("--district", nargs="+", action="extend", default=[], metavar="地区コード",
                            help="地区を限るとき（指定しなければ全地区）")
        parser.add_argument("--format", required=True, choices=list(PUBLIC_FORMATS), help="ファイルの形式（zip は公開用データ）")
        parser.add_argument("--public", action="store_true", help="公開用に、小さい数と、それが分かってしまう数を伏せます")
        parser.add_argument("--output", metavar="ファイル", help="書き出すファイル")

    def handle(self, *, fiscal_year, district, format, output, public, **options):
        year = _year(fiscal_year)
        content = self._content(year, district, format, public or format not in FORMATS)
        if output:
            _write_whole(Path(output), content)
        else:
            self._print(content, format)

    def _content(self, year: int, codes: list[str], name: str, public: bool) -> bytes:
        council = Council.current()
        context = Context.of(council, timezone.localdate())
        try:
            wanted = scope.scope_of(year, codes)
            report = build_public(wanted, council.mask_below) if public else layout.build(wanted)
            for finding in (() if public else (*report.warnings, *checks.findings(report))):
                self.stderr.write(f"注意: {finding}")
            return PUBLIC_FORMATS[name].write(report if public else with_joint(report, wanted), context)
        except (scope.UnknownDistrict, Unavailable) as reason:
            raise CommandError(str(reason)) from reason

    def _print(self, content: bytes, name: str) -> None:
        if name not in FOR_A_SCREEN and self.stdout.isatty():
            raise CommandError("この形式は画面に表示できません。--output でファイルを指定してください。")
        self.stdout.flush()
        self.stdout.buffer.write(content)
        self.stdout.buffer.flush()


def _year(text: str) -> int:
    """The fiscal year, which must have figures."""
    try:
        year = periods.parse_fiscal_year(text)
    except periods.PeriodError as reason:
        raise CommandError(str(reason)) from reason
    known = scope.years_with_figures()
    if year not in known:
        years = "、".join(map(periods.fiscal_year_label, known)) or "まだありません"
        raise CommandError(f"{periods.fiscal_year_label(year)}の数字はありません。数字のある年度: {years}")
    return year


def _write_whole(path: Path, content: bytes) -> None:
    """Put the file in place in one step, so that nobody ever finds half of it. Follows links; writes devices."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
            return
        try:
            part.write_bytes(content)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as reason:
        raise CommandError(f"「{path}」に書き出せませんでした。{_in_words(reason)}") from reason


def _in_words(reason: OSError) -> str:
    if isinstance(reason, FileNotFoundError | NotADirectoryError):
        return "フォルダーがありません。"
    return "同じ名前のフォルダーがあります。" if isinstance(reason, IsADirectoryError) else file_trouble(reason)
