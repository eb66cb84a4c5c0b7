"""Selects and attributes are written at once, and as Django's own templates write them."""
import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.utils.safestring import mark_safe

CHOICES = [("", "－"), ("a", "甲"), ("b&", "乙<b>"), (3, mark_safe("丙&amp;丁")), ("内訳", [("c", "戊"), ("d", "己")])]
ATTRS = {"id": "id_x", "disabled": True, "hidden": False, "data-words": "\"'<>&", "maxlength": 1000, "title": mark_safe("&amp;")}


class Marked(forms.Select):
    """A select whose options have attributes of their own."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= {"data-n": len(option["label"]), "disabled": option["value"] == "a"}
        return option


@pytest.mark.parametrize("widget", [forms.Select(choices=CHOICES), forms.SelectMultiple(choices=CHOICES), Marked(choices=CHOICES),
                                    forms.Select(), forms.TextInput(), forms.Textarea(), forms.CheckboxInput(), forms.HiddenInput()])
@pytest.mark.parametrize("value", [None, "", "a", ["b&", "c"], 3, "\"<&"])
def test_as_django_writes_them(widget, value):
    ours, theirs = (widget.render("x", value, attrs=ATTRS, renderer=renderer) for renderer in (None, DjangoTemplates()))
    assert ours == theirs


def test_a_chip_says_what_is_chosen_and_escapes_its_words():
    template = engines["django"].from_string("{% load widgets %}{% chips found %}")
    [option] = forms.RadioSelect(choices=[("a<", "甲<b>")]).options("x", ["a<"], {"id": "id_x", "class": "c"})
    assert template.render({"found": [option]}) == (
        '<input type="radio" class="btn-check" name="x" value="a&lt;" id="id_x_0" checked><label class="btn" for="id_x_0">甲&lt;b&gt;</label>')
