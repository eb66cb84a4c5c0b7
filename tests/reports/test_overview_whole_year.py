"""状況 from April to March: the year before may be known as a whole only, as it was published."""
import datetime

from cases.models import PublishedFigure
from reports.layout import build
from reports.overview import overview_of
from reports.scope import scope_of
from tests.factories import log_contact
from tests.reports.test_overview import lines

MAY = datetime.date(2022, 5, 6)
TO_MARCH = "4月から3月までの件数は、年間の公表値があるときは、その公表値です。"


def publish(small, axis, **values):
    """Publish years of 2021 without months: by the code of a category, "total" for the 合計, what 大沢 and 連雀 have, and maybe 全体."""
    for code, figures in values.items():
        for district, value in zip((*small.districts.values(), None), figures, strict=False):
            PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes[axis], district=district, value=value,
                                           category=None if code == "total" else small.categories[f"{axis}:{code}"])


def test_a_year_that_was_published_without_months_stands_beside_the_whole_year_only(as_user, small, coordinator):
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MAY)
    publish(small, "kind", new=(30, 12), case=(200, 100))
    found = lines(3)
    assert [pair[:2] for pair in found["新規相談"].years] == [(1, 42), (1, 30), (0, 12)]
    assert {pair.before for month in (4, 2) for pair in (*lines(month)["新規相談"].years, *found["新規相談"].months, *found["新規相談"].course)} == {None}
    assert found["合計"].years[0].before is None and found["啓発"].years[1].before is None  # not all of its rows were published
    assert found["新規相談"].years[0].link_before is None
    client, address = as_user(coordinator), "/reports/overview/?fiscal_year=2022&month="
    assert TO_MARCH in client.get(f"{address}3").content.decode() and TO_MARCH not in client.get(f"{address}2").content.decode()


def test_the_whole_year_is_that_of_the_report_beside_it(small, coordinator):
    """As printed, also where the rows do not add up to the 合計, nor the districts to 全体."""
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MAY)
    publish(small, "kind", new=(30, 12, 43), case=(200, 100), total=(231, 112, 344))
    table = build(scope_of(2022)).table("kind")
    for line, row in zip(overview_of(2022, 3).lines, table.rows, strict=True):
        assert [pair.before for pair in line.years] == [row.prior_total, *row.priors]
    assert [pair.before for pair in lines(3)["合計"].years] == [table.total.prior_total, *table.total.priors] == [344, 231, 112]
    assert [pair[:2] for pair in overview_of(2021, 3).total.years] == [(344, None), (231, None), (112, None)]


def test_published_months_that_do_not_add_up_to_the_published_year_leave_it_as_printed(small, coordinator):
    publish(small, "kind", new=(30, 12))
    for month in range(1, 13):
        PublishedFigure.objects.create(fiscal_year=2021, axis=small.axes["kind"], category=small.categories["kind:new"], district=small.districts["osawa"], month=month, value=2)
    assert [lines(month)["新規相談"].years[1].before for month in (2, 3)] == [22, 30]


def test_where_the_months_add_up_nothing_is_said(as_user, small, coordinator):
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MAY)
    log_contact(small, coordinator, "kind:new", "target:elderly", date=MAY.replace(year=2021))
    assert TO_MARCH not in as_user(coordinator).get("/reports/overview/?fiscal_year=2022&month=3&axis=topic").content.decode()
