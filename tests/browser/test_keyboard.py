"""The keyboard of these tests sees what lies on the focus, and what no Tab leads to."""
import pytest

from tests.browser.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.either]


def test_what_is_covered_or_out_of_reach_is_told(page):
    page.set_content('<button>見える</button><div tabindex="-1">届かない</div><button>隠れる</button>'
                     '<div style="position: fixed; inset: 2rem 0 0; background: #fff"></div>')
    page.add_style_tag(content="button { display: block; margin-bottom: 3rem }")
    keys = Keyboard(page)
    keys.to("見える")
    for words, told in {"隠れる": "covered", "届かない": "no Tab leads"}.items():
        with pytest.raises(AssertionError, match=told):
            keys.to(words)
