"""The report's files from the browser."""
import pytest
from django.urls import reverse
from django.utils import timezone

from cases import periods
from reports.outputs import FORMATS, Unavailable
from tests.factories import log_contact


@pytest.fixture
def download(as_user, small, coordinator):
    """Fetches the report of 2021 as a file of the format."""
    log_contact(small, coordinator, "kind:outreach")
    client = as_user(coordinator)
    return lambda name, query="": client.get(reverse("report_download", args=[2021, name]) + query)


@pytest.mark.parametrize("name", ["xlsx", "csv", "json", "html"])
def test_a_file_with_a_japanese_name(download, name):
    response = download(name)
    assert response.status_code == 200 and response["Content-Type"] == FORMATS[name].content_type
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AE%9F%E7%B8%BE")
    assert response["Content-Disposition"].isascii()


def test_a_district_edition(download):
    response = download("json", "?district=renjaku")
    assert [each["code"] for each in response.json()["districts"]] == ["renjaku"]


def test_where_no_pdf_can_be_made_the_page_says_so(download, monkeypatch):
    def refuse(*_):
        raise Unavailable("PDFを作れません。")
    monkeypatch.setattr("reports.outputs.pdf.fonts.find", refuse)
    response = download("pdf")
    assert response.status_code == 302 and response.url == reverse("report_detail", args=[2021])


@pytest.mark.parametrize("year", [1990, 2020])
def test_a_year_without_figures_says_so_instead_of_showing_zeros(as_user, small, coordinator, year):
    log_contact(small, coordinator, "kind:outreach")
    page = as_user(coordinator).get(reverse("report_detail", args=[year]))
    assert page.status_code == 404 and "の数字はありません" in page.content.decode()
    assert as_user(coordinator).get(reverse("report_download", args=[year, "json"])).status_code == 404


def test_the_year_that_runs_has_figures_from_its_first_day(as_user, small, coordinator):
    year = periods.fiscal_year_of(timezone.localdate())
    assert as_user(coordinator).get(reverse("report_detail", args=[year])).status_code == 200


def test_an_unknown_format_is_no_page(download):
    assert download("exe").status_code == 404
