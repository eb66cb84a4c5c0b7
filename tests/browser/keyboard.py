"""An admin without a mouse: Tab to what has a name, then Enter, Space, arrows or typing. Nothing else is offered."""
from playwright.sync_api import Page

MOST_TABS = 160
# The name of what has the focus, as a screen reader begins it, and whether something lies on it.
_NAMED = """() => {
    const at = document.activeElement, label = at.labels && at.labels[0];
    const words = at.getAttribute("aria-label") || (label || at).textContent;
    return words.replace(/\\s+/g, "");
}"""
COVERED = """() => {
    const at = document.activeElement, label = at.labels && at.labels[0];
    const shown = at.matches(".btn-check") ? label : at, box = shown.getClientRects()[0];
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !seen || !(shown.contains(seen) || seen.contains(shown));
}"""
_CAME = "() => document.readyState === 'complete' && !document.documentElement.hasAttribute('data-left')"
_CHOSEN = "() => document.activeElement.selectedOptions[0].textContent.trim()"


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page):
        self.page = page
        # Asked for with the key itself, the browser's own window may come first, and nobody answers it.
        page.on("filechooser", lambda chooser: None)

    def to(self, words: str) -> None:
        """Tab on until what is named so has the focus, which must be seen and not lie under the head or the save bar."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_NAMED).startswith(words):
                assert not self.page.evaluate(COVERED), f"「{words}」 has the focus and is covered"
                return
        raise AssertionError(f"no Tab leads to 「{words}」 on {self.page.url}")

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self, words: str = "") -> None:
        """Enter on what is named so, or on what has the focus, and wait for the page that comes, which save.js writes in the place of this one."""
        if words:
            self.to(words)
        self.page.evaluate("() => document.documentElement.setAttribute('data-left', '')")
        self.press("Enter")
        self.page.wait_for_function(_CAME)

    def fill(self, words: str, text: str) -> None:
        """Type a text into the field of this label, in place of what stands there."""
        self.to(words)
        self.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, words: str, choice: str) -> None:
        """Go down a selection until the choice is shown."""
        self.to(words)
        self.press("Home")
        for _ in range(MOST_TABS):
            if self.page.evaluate(_CHOSEN) == choice:
                return
            self.press("ArrowDown")
        raise AssertionError(f"「{words}」 does not offer 「{choice}」")

    def attach(self, words: str, name: str, content: bytes) -> None:
        """Open the choice of files with the keyboard and take one."""
        self.to(words)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    def download(self, words: str) -> str:
        """The name of the file that Enter on what is named so brings."""
        self.to(words)
        with self.page.expect_download() as download:
            self.press("Enter")
        return download.value.suggested_filename

    def sees(self, words: str) -> None:
        """Wait until the page shows the words."""
        self.page.wait_for_selector(f"text={words}")
