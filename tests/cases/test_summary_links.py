"""Each link of the summary of errors leads to what takes the focus, on every form of the site."""
from html.parser import HTMLParser

import pytest

from tests.access_matrix import Visitor
from tests.access_table import ROUTES
from tests.objects import address
from tests.safety.pages import Page
from tests.world import make_world

CONTROLS = {"input", "select", "textarea", "button"}


class Summary(HTMLParser):
    """The addresses on the page of the summary's links, and the ids of what can have the focus."""

    def __init__(self, text: str):
        super().__init__()
        self.within, self.links, self.focusable = 0, [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep a link of the summary, and the id of what can have the focus."""
        said = dict(attrs)
        if tag == "div" and (self.within or "error-summary" in said.get("class", "")):
            self.within += 1
        if tag == "a" and self.within:
            self.links.append(said["href"])
        is_control = tag in CONTROLS and said.get("type") != "hidden" and "disabled" not in said
        if "hidden" not in said and (is_control or "tabindex" in said):
            self.focusable.add(f"#{said.get('id')}")

    def handle_endtag(self, tag):
        """The summary ends with its element."""
        self.within -= 1 if tag == "div" and self.within else 0


def refused(visitor: Visitor, route: str, url: str):
    """The pages on which an empty form and one full of nonsense come back."""
    page = Page(visitor.send("GET", url).content.decode(errors="replace")) if "GET" in ROUTES[route].methods else None
    names = {name for name in page.names if "token" not in name and name != "version"} if page else set()
    for form in ({}, dict.fromkeys(names, "〓0")):
        yield visitor.send("POST", url, form)


@pytest.mark.long
def test_every_link_leads_to_what_takes_the_focus(db):
    world, seen, lost = make_world(), 0, []
    visitors = {persona: Visitor(world, persona) for persona in ("supervisor", "admin")}
    for each in visitors.values():
        each.client.raise_request_exception = False  # a log-in is not tried inside of a transaction
    for route, line in sorted(ROUTES.items()):
        if "POST" not in line.methods or "anonymous" in line.roles:
            continue
        visitor = visitors["supervisor" if "supervisor" in line.roles else "admin"]
        for answer in refused(visitor, route, address(route, world.objects["own"])):
            page = Summary(answer.content.decode(errors="replace"))
            seen += len(page.links)
            lost += [f"{route} {link}" for link in page.links if link not in page.focusable]
    assert not sorted(set(lost)) and seen > 50
