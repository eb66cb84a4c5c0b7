"""Whatever way a generator prints the same figures, they come back the same."""
import random

import pytest

from cases.imports.figures import read_figures
from cases.imports.sheets import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.either]
DISTRICTS, TOPICS = ("大沢", "連雀"), ("健康・医療・介護", "食事", "住まい・道路")
WIDE = {ord("0") + n: ord("０") + n for n in range(10)}


class Printer:
    """Prints one table of random figures in a random layout."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311 (layouts, no secrets)
        self.year = self.random.choice((2021, 2022))
        self.figures = {(district, topic): self.random.randrange(5000) for district in DISTRICTS for topic in TOPICS}
        self.priors = {topic: self.random.randrange(5000) for topic in TOPICS if self.year > 2021 or topic != "食事"}

    def choose(self, *options):
        return self.random.choice(options)

    def shuffled(self, names) -> list[str]:
        return self.random.sample(names, len(names))

    def number(self, value: int):
        text = self.choose(str(value), f"{value:,}", f"{value:,}".replace(",", " "), f"{value}件", float(value))
        return text.translate(WIDE) if isinstance(text, str) and self.random.random() < 0.3 else text

    def sheet(self) -> Sheet:
        year = self.choose(f"令和{self.year - 2018}年度", f"R{self.year - 2018}年度", f"{self.year}年度".translate(WIDE))
        title = self.choose("相談内容内訳", "（５）相談内容内訳", "相談内容")
        lines = [[f"{year}　{title}"]] if self.random.random() < 0.5 else [[year], [], [title]]
        table = self.beside() if self.random.random() < 0.5 else self.crossed()
        return Sheet("表", [*lines, *([] for _ in range(self.random.randrange(2))), *table])

    def crossed(self) -> list[list]:
        """Categories and districts in either direction, without last year."""
        self.priors = {}
        across = self.shuffled((*DISTRICTS, "合計"))
        down = self.shuffled(TOPICS) + ["合計"]
        lines = [[self.choose("", "項目", "区分"), *across], *([topic, *(self.cell(each, topic) for each in across)] for topic in down)]
        return [list(line) for line in zip(*lines, strict=True)] if self.random.random() < 0.5 else lines

    def beside(self) -> list[list]:
        """Last year of 大沢 in the same cell, or in a column of its own."""
        apart = self.random.random() < 0.5
        headings = ["大沢", self.choose("（前年度）", "大沢（前年度）")] if apart else ["大沢（前年度）"]
        lines = [["", *headings, "連雀", "合計"]]
        for topic in self.shuffled(TOPICS):
            prior = f"（{self.number(self.priors[topic])}）" if topic in self.priors else "※"
            own = self.cell("大沢", topic)
            lines.append([topic, *([own, prior] if apart else [f"{str(own).removesuffix('.0')}{self.choose('', ' ')}{prior}"]),
                          self.cell("連雀", topic), self.cell("合計", topic)])
        return lines

    def cell(self, district: str, topic: str):
        chosen = [value for (each, label), value in self.figures.items() if district in (each, "合計") and topic in (label, "合計")]
        return self.number(sum(chosen))

    def expected(self) -> dict:
        now = {(self.year, *key): value for key, value in self.figures.items()}
        return now | {(self.year - 1, "大沢", topic): value for topic, value in self.priors.items()}


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 100, 25)], ids=str)
def test_figures_come_back_from_any_layout(small, seeds):
    for seed in seeds:
        printer = Printer(seed)
        sheet = printer.sheet()
        reading = read_figures([sheet])
        found = {(draft.key.fiscal_year, draft.label["district"], draft.label["category"]): draft.value for draft in reading.drafts
                 if draft.label["district"] != "全体" and draft.label["category"] != "合計"}
        assert not reading.errors and found == printer.expected(), (seed, sheet.rows, reading.errors)
