"""Is a proposed question fit to be shown to an editor? The same checks whoever proposes it, a model or a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ingest.expand.expand import LONGEST, indexed, said_facets
from ingest.expand.wording import wording
from ingest.problems import forbidden_character
from ingest.quality.base import texts_of
from ingest.quality.checks.privacy import found_in
from ingest.quality.figures import NUMBER, number
from knowledge import text
from knowledge.models import ServiceGuide
from knowledge.ports import KnowledgeIndex

SHORTEST = 3
"""Characters of a question."""
_ADDRESS = re.compile(r"https?:|www\.|[\w.+-]+@[\w-]+\.|\.(?:com|cn|net|org)\b|[<>{}\[\]`|\\]")
_PERSON = re.compile(r"我叫|名字叫|姓名|身份证号是|电话是|微信号|[A-Za-z]?\d{7,}")
_ORDERS = re.compile(
    r"忽略(?:以上|之前|上面)|系统提示|提示词|指令|ignore\s|system|prompt|assistant|作为(?:一个)?(?:AI|人工智能|语言模型)",
    re.I,
)
_UNITS = {
    "元": "元", "块": "元", "万元": "万元", "万": "万元", "个工作日": "天", "工作日": "天", "日": "天", "天": "天", "号": "天",
    "个月": "月", "月": "月", "年": "年", "周岁": "岁", "岁": "岁", "小时": "小时", "分钟": "分钟", "次": "次", "趟": "次",
    "份": "份", "张": "份", "%": "%", "平方米": "平方米", "平": "平方米",
}  # fmt: skip
_FIGURE = re.compile(rf"({NUMBER})\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})?")
_ONE = Decimal(1)
_LOOSE = frozenset({(_ONE, "次"), (_ONE, "份"), (_ONE, "天"), (_ONE, "年")})
"""一次, 一份, 一天, 一年 are turns of speech."""

Figures = frozenset[tuple[Decimal, str]]


@dataclass(frozen=True)
class Validator:
    """Checks proposals for one guide; ``known`` are questions it has, normalised; ``index`` is the one in force."""

    guide: ServiceGuide
    known: Collection[str]
    index: KnowledgeIndex

    def fault(self, facet: str, line: str) -> str:
        """Why ``line`` cannot be proposed, as an editor reads it; empty where nothing speaks against it."""
        return next((reason for check in self._checks() if (reason := check(facet, line))), "")

    def _checks(self) -> Iterator[Callable[[str, str], str]]:
        """The cheap ones first; the last one searches."""
        yield from (self._facet, self._form, self._privacy, self._orders, self._figures, self._new, self._own)

    def _facet(self, facet: str, _line: str) -> str:
        if facet in said_facets(self.guide):
            return ""
        words = next((words for known, words in wording().facets.items() if known == facet), "")
        return f"指南里没有写“{words}”" if words else "不知道问的是哪一方面"

    def _form(self, _facet: str, line: str) -> str:
        if not SHORTEST <= len(line) <= LONGEST or "\n" in line or "\t" in line or forbidden_character(line):
            return f"要写成一句话，{SHORTEST} 到 {LONGEST} 个字"
        return "" if text.has_words(text.normalise(line)) else "没有文字"

    def _privacy(self, _facet: str, line: str) -> str:
        plain = text.normalise(line)
        return "像是有个人信息" if _PERSON.search(plain) or next(found_in(line), None) else ""

    def _orders(self, _facet: str, line: str) -> str:
        plain = text.normalise(line)
        return "不像市民问的话" if _ADDRESS.search(plain) or _ORDERS.search(plain) else ""

    def _figures(self, _facet: str, line: str) -> str:
        foreign = _figures_of(line) - self._own_figures - _LOOSE
        return "里面的数字，指南里没有" if foreign else ""

    def _new(self, _facet: str, line: str) -> str:
        normal = text.normalise(line)
        return "已经有这样的问法" if normal in self.known or normal in indexed(self.guide) else ""

    def _own(self, _facet: str, line: str) -> str:
        """Nearer to another item, by the index in force: then it would draw that item's questions here."""
        found = self.index.search(line, 1).hits
        return "" if found and found[0].item_id == self.guide.id else "更像是在问别的事项"

    @cached_property
    def _own_figures(self) -> Figures:
        guide = self.guide
        said = {figure for _path, words in texts_of(guide) for figure in _figures_of(words)}
        days = {(Decimal(days), "天") for days in (guide.promised_days, guide.statutory_days) if days is not None}
        visits = {(Decimal(guide.visits), "次")} if guide.visits is not None else set()
        return frozenset(said | days | visits)


def _figures_of(line: str) -> Figures:
    """Figures with their unit; Chinese numerals count with a unit only (一下, 一起)."""
    found = set()
    for figure, unit in _FIGURE.findall(text.normalise(line)):
        if unit or figure[0].isdigit():
            value = number(figure)
            found.add((value if value is not None else Decimal(-1), _UNITS.get(unit, "")))
    return frozenset(found)
