"""How the previous year and the 年度推移 are shown stands in the file of axes, and in the rules of earlier years."""
import pytest

from cases.models import Axis
from cases.services.codebook import load_codebook
from tests.imports.codebook_files import council, write_folder

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def load(tmp_path, prior_as, years, across):
    tables = council()
    for row, cells in zip(tables["軸"], (("前年度", "推移", "推移の並べ方"), ("", "", ""), (prior_as, years, across)), strict=True):
        row.extend(cells)
    return load_codebook(write_folder(tmp_path, tables))


def shown():
    return Axis.objects.filter(code="worry").values_list("prior_as", "trend_years", "trend_across").get()


@pytest.mark.parametrize(("cells", "stored"), [
    (("増減率", "5", "行"), ("rate", 5, "rows")), (("前年度比", "１０年分", "列"), ("ratio", 10, "columns")),
    (("増減", "0", ""), ("difference", 0, "columns")), (("（）", "なし", ""), ("bracket", 0, "columns")),
    (("", "", ""), ("bracket", 0, "columns"))])
def test_the_cells_say_how(tmp_path, cells, stored):
    assert load(tmp_path, *cells).messages == [] and shown() == stored


@pytest.mark.parametrize(("cells", "heading", "reason"), [
    (("前年比", "", ""), "前年度", "「（　）」「増減」「増減率」「前年度比」のどれか"), (("", "1", ""), "推移", "2から10まで"),
    (("", "11", ""), "推移", "2から10まで"), (("", "５年間", ""), "推移", "2から10まで"), (("", "3", "縦"), "推移の並べ方", "「列」「行」のどれか")])
def test_another_word_is_refused(tmp_path, cells, heading, reason):
    problem, = load(tmp_path, *cells).problems
    assert (problem.column, problem.row) == (heading, 3) and reason in problem.reason
