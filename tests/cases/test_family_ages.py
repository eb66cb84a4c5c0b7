"""An age of a member is one and the same wherever it is shown."""
import re

import pytest

from cases.models import Household, Member

pytestmark = pytest.mark.either


@pytest.mark.parametrize(("told", "table", "sentence"), [
    ({"is_deceased": True, "died_on": "2020-03-31"}, "75歳", "（父、男性、75歳、死亡）"),
    ({"is_deceased": True}, "－", "（父、男性、死亡）")])
def test_the_household_s_table_gives_the_dead_the_age_of_the_family_figure(as_user, coordinator, small, told, table, sentence):
    household = Household.objects.create(number="S-1", district=small.districts["osawa"])
    Member.objects.create(household=household, family_name="見本", relation="父", sex=1, birth_date="1945-01-01", **told)
    client = as_user(coordinator)
    page = client.get(f"/households/{household.pk}/").content.decode()
    cell = re.search(r'data-label="年齢・生年月日">([^<]*)<', page)
    assert cell[1] == table
    assert f"見本{sentence}" in client.get(f"/households/{household.pk}/family/").content.decode()
