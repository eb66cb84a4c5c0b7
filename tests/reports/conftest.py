"""What tests of printed reports share."""
import os

import pytest

from cases.models import PublishedFigure
from reports.outputs import FORMATS, Unavailable
from tests.reports.factories import CONTEXT


@pytest.fixture(scope="session")
def pdf_bytes():
    """Makes the PDF of a report; without Pango or a font the test is skipped, in CI it fails."""
    made = {}

    def make(report):
        if report.label not in made or made[report.label][0] != report:
            made[report.label] = report, _pdf(report)
        return made[report.label][1]
    return make


@pytest.fixture
def publish(small):
    """Store printed figures: (district or "", axis, category or "", value, month)."""
    def store(*cells, year=2021):
        for district, axis, category, value, *month in cells:
            PublishedFigure.objects.create(
                fiscal_year=year, district=small.districts.get(district), axis=small.axes[axis],
                category=small.categories.get(f"{axis}:{category}"), value=value, month=month[0] if month else None)
    return store


def _pdf(report):
    try:
        return FORMATS["pdf"].write(report, CONTEXT)
    except Unavailable as reason:
        if os.environ.get("CWC_REQUIRE_BROWSER") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
