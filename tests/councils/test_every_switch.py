"""The invented councils use every switch of a codebook and every answer to it: a new one needs a council that turns it."""
import pytest
from django.conf import settings

from cases.demo.books import Folder
from cases.forms.codebook import AxisForm, CategoryForm
from cases.forms.council import CouncilForm
from cases.forms.districts import DistrictForm
from cases.forms.first_categories import FIELDS
from cases.imports.codebook_file import AXES, CATEGORIES, DISTRICTS, PARTS
from cases.models import Council
from cases.services.codebook_state import MODELS

from .golden import COUNCILS

pytestmark = pytest.mark.either
FOLDERS = [Folder(settings.FIXTURES / council) for council in COUNCILS]
POLICIES = sorted(name for name, field in CouncilForm.base_fields.items()
                  if not field.widget.is_hidden and name not in ("name", "programme"))


def used(part, field):
    return {row.get(field) for folder in FOLDERS for row in folder.rows[part.name]}


@pytest.mark.parametrize(("part", "field"), [(part, column.field) for part in PARTS for column in part.columns],
                         ids=lambda value: getattr(value, "name", value))
def test_a_switch_of_the_codebook_is_used_and_left_alone(part, field):
    values = used(part, field)
    choices = {} if field in ("axis", "code", "district") else dict(MODELS[part.name]._meta.get_field(field).flatchoices)
    assert set(choices) <= values, "a choice that no council makes"
    if not choices:
        assert any(values), "a switch that no council uses"
        left = {column.read("") for column in part.columns if column.field == field and not column.needed}
        assert not left or left == {None} or left & values, "a switch that no council leaves alone"


@pytest.mark.parametrize(("form", "part"), [(AxisForm, AXES), (CategoryForm, CATEGORIES), (DistrictForm, DISTRICTS)])
def test_the_editor_has_no_switch_that_the_files_do_not_have(form, part):
    own = {name for name, field in form.base_fields.items() if not field.widget.is_hidden}
    assert own - {"form_token", "version", *FIELDS.values()} <= {column.field for column in part.columns}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_of_the_council_is_used_and_left_alone(policy):
    chosen = {folder.settings["policies"].get(policy, Council._meta.get_field(policy).default) for folder in FOLDERS}
    assert len(chosen) > 1


@pytest.mark.parametrize("count", ["延べ", "実人数", "実世帯数"])
@pytest.mark.parametrize("source", ["contact", "age", "sex", "household"])
def test_every_source_is_counted_in_every_way(source, count):
    ways = {(row["source"], MODELS[AXES.name].Counts(row["counts"]).label) for folder in FOLDERS for row in folder.rows[AXES.name]}
    assert (source, count) in ways


@pytest.mark.parametrize("answer", ["single", "multiple", "multiple_main"])
@pytest.mark.parametrize("base", ["none", "mentions", "records"])
def test_every_kind_of_answer_has_every_percentage(answer, base):
    assert (answer, base) in {(row["answer"], row["percent_base"]) for folder in FOLDERS for row in folder.rows[AXES.name]}
