"""Reading pages as a browser would: their elements, attributes, scripts, and the names of their fields."""
from html.parser import HTMLParser

VOID = {"input", "select", "textarea", "button"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "hx-get", "hx-post", "hx-put", "hx-delete",
             "hx-patch"}


class Page(HTMLParser):
    """What a page consists of. `marks` are the words by which something of a payload is known."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.names: set[str] = set()
        self.script = False
        self.scripts: list[str] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep the element and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in VOID and (name := dict(attrs).get("name")):
            self.names.add(name)
        self.script = tag == "script"

    def handle_endtag(self, tag):
        """A script ends with its tag."""
        self.script = self.script and tag != "script"

    def handle_data(self, data):
        """Keep what stands inside a script."""
        if self.script:
            self.scripts.append(data)

    def handle_comment(self, data):
        """Keep comments: conditional ones were code once."""
        self.comments.append(data)


def injected(text: str, mark: str) -> list[str]:
    """Everything on the page that a payload made an element, an attribute, an address or a script of."""
    page = Page(text)
    found = [f"<{tag}>" for tag in page.tags if mark in tag]
    for tag, name, value in page.attributes:
        if mark in name or name.startswith("on") or name in ("style", "srcdoc"):
            found.append(f"<{tag} {name}>")
        if name in ADDRESSES and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:", "//", "http:", "https:")):
            found.append(f"<{tag} {name}={value[:30]}>")
        if name.startswith(("hx-", "data-hx-")) and name != "hx-headers" and mark in value:  # there is a random token
            found.append(f"<{tag} {name}={value[:30]}>")
    found += [f"script {each[:30]}" for each in page.scripts if mark in each]
    return found + [f"comment {each[:30]}" for each in page.comments if mark in each]


def rounds(names, texts) -> list[dict]:
    """Forms full of the texts: in each round every field has another one, and all rounds together have all texts.

    A quarter of as many rounds as there are texts, since a page has far more than four fields and parameters; what is
    left out is some texts in some fields, which bin/test --long tries.
    """
    rounds_needed = -(-len(texts) // 4)
    return [{name: texts[(place * rounds_needed + number) % len(texts)] for place, name in enumerate(sorted(names))}
            for number in range(rounds_needed)]
