"""The frame's menu: one line an entry, in the order shown."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """An entry of the menu; current on the pages whose route names begin with one of `pages`."""

    route: str
    words: str
    icon: str
    pages: tuple[str, ...]
    key: str = ""
    on_phone: bool = False

    def is_current(self, page: str) -> bool:
        """Whether the page named `page` belongs to this entry."""
        return page.startswith(self.pages)


MENU = (
    Entry("today", "今日", "today", ("today",), on_phone=True),
    Entry("contact_new", "記録する", "write", ("contact_new",), key="n", on_phone=True),
    Entry("contact_list", "さがす", "find", ("contact_list", "contact_detail", "contact_edit"), on_phone=True),
    Entry("household_list", "世帯", "household", ("household", "member"), on_phone=True),
    Entry("case_list", "ケース", "case", ("case",)),
    Entry("resource_list", "社会資源", "resource", ("resource",)),
    Entry("report_index", "報告書", "report", ("report", "annual", "figure")),
    Entry("settings_index", "設定", "settings",
          ("settings", "codebook", "council", "user", "district", "import", "reference", "password")),
)
