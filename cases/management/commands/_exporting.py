"""What `export_records` and `export_figures` share: the file to write, its format, and what goes to stderr."""
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandError

from cases.exports.tables import CONTENT_TYPES, CSV, Export
from cases.management.plain import PlainCommand, file_trouble

from ._importing import fiscal_year_argument


def output_argument(text: str) -> Path:
    """A file whose ending says its format."""
    path = Path(text)
    if path.suffix.lower().lstrip(".") not in CONTENT_TYPES:
        raise ArgumentTypeError("ファイルの名前の終わりを .csv か .xlsx にしてください。")
    return path


class ExportCommand(PlainCommand):
    """Writes one file that the import reads back. Exit status 0 only when the import would read all of it."""

    noun = ""
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--output", type=output_argument, metavar="ファイル", help="書き出すファイル（.csv か .xlsx）。なければCSVを標準出力に書き出します")
        parser.add_argument("--fiscal-year", type=fiscal_year_argument, metavar="年度", help="この年度だけ（2021、R3、令和3年度）")

    def run(self, export: Export, output: Path | None) -> None:
        """Write the file, say how many rows it has, and fail in words where the import could not read it."""
        if output is None:
            self.stdout.flush()
            self.stdout.buffer.write(export.write(CSV))
            self.stdout.buffer.flush()
        else:
            self._write(export, output)
            self.stdout.write(f"{self.noun}を{export.count:,}件書き出しました。")
        for trouble in export.troubles:
            self.stderr.write(f"注意: {trouble}")
        if export.troubles:
            raise CommandError(f"取り込めない行が{len(export.troubles)}件あります。")

    def _write(self, export: Export, output: Path) -> None:
        try:
            output.write_bytes(export.write(output.suffix.lower().lstrip(".")))
        except OSError as error:
            raise CommandError(f"「{output}」に書き出せませんでした。{file_trouble(error)}") from error
