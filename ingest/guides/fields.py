"""The table of synonyms: what departments call a field, and which field a label means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from knowledge.errors import QuanquanError

SHIPPED = Path(__file__).with_name("fields.yaml")

UNPLACED = "?"
"""The field of a label that is known and has no place in a guide."""
QUIET = "-"
"""The same, and nobody misses it."""
SECTION = "="
"""The field of a heading that only holds others together."""

_LONGEST = 24
_MOST_REMEMBERED = 50_000
_MARKS = "★*※●■◆▲▼□○◇☆•·➢►▶✦"
_NUMBER = re.compile(
    r"^(?:附?[表件][一二三四五六七八九十\d]{1,2}[、.:：]?|第[一二三四五六七八九十\d]{1,3}[、章节部分条]+|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})*[.．、)）]?(?=\D)"
    r"|[①-⑳]|[一二三四五六七八九十]{1,3}[、.．:：]|[a-z][.、)])"
)
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]{0,12})[)）\]】]$")
_PAIRS = {"【": "】", "[": "]", "〖": "〗", "《": "》", "〈": "〉", "「": "」", "“": "”", '"': '"', "<": ">", "(": ")"}

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)]


class FieldsUnreadable(QuanquanError):
    """A table of synonyms that cannot be used."""

    code = "fields_unreadable"
    status = 422


class _Table(BaseModel):
    """The file's own shape; a list may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: dict[str, list[Wording]] = {}
    columns: dict[str, dict[str, list[Wording]]] = {}
    unplaced: list[Wording] = []
    quiet: list[Wording] = []
    sections: list[Wording] = []
    counting: list[Wording] = []
    prefixes: list[Wording] = []
    suffixes: list[Wording] = []
    brackets: list[Wording] = []
    working_days: list[Wording] = []


@dataclass(frozen=True)
class Label:
    """What a label means: ``field`` is a canonical name (``fee.basis``); ``unit`` is 工作日 or 元 where the label says so."""

    field: str
    unit: str = ""

    @property
    def placed(self) -> bool:
        """Whether a guide has this field."""
        return self.field not in (UNPLACED, QUIET, SECTION)


@dataclass(frozen=True)
class Fields:
    """Look-up of labels; immutable and shared."""

    labels: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    counting: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    brackets: frozenset[str]
    working_days: frozenset[str]
    _seen: dict[tuple[str, str], Label | None] = field(default_factory=dict, repr=False, compare=False)

    def label(self, text: str) -> Label | None:
        """The field that a label means by itself, ``None`` for anything that is not surely one."""
        return self._remembered("", text, self.labels)

    def column(self, group: str, text: str) -> str | None:
        """The column that a heading means inside ``group`` (``materials``): ``form``, ``copies``; ``form|note`` is either."""
        table = self.columns.get(group, {})
        found = self._remembered(group, text, table) or self._remembered(
            group, text.rstrip("0123456789０１２３４５６７８９"), table
        )
        if found:
            return found.field
        label = self.label(text)
        return label.field.removeprefix(f"{group}.") if label and label.field.startswith(f"{group}.") else None

    def counts(self, text: str) -> bool:
        """Whether a column only counts the rows."""
        return plain(text) in self.counting

    def _remembered(self, group: str, text: str, table: Mapping[str, str]) -> Label | None:
        """Labels come again in every guide; what is too long to be one is not looked up at all."""
        if not text or len(text) > 2 * _LONGEST:
            return None
        key = (group, text)
        if key not in self._seen:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            self._seen[key] = self._find(text, table)
        return self._seen[key]

    def _find(self, text: str, table: Mapping[str, str]) -> Label | None:
        for bare in (plain(text, numbered=False), plain(text)):
            for wording, bracket in self._bracketed(bare):
                for form in self._near(wording):
                    if form in table:
                        return Label(table[form], self._unit(form, bracket))
        return None

    def _bracketed(self, bare: str) -> Iterator[tuple[str, str]]:
        yield bare, ""
        bracket = _BRACKET.search(bare)
        if bracket and bracket.group(1) in self.brackets:
            yield bare[: bracket.start()], bracket.group(1)

    def _near(self, wording: str) -> Iterator[str]:
        yield wording
        for suffix in self.suffixes:
            if wording.endswith(suffix):
                yield wording.removesuffix(suffix)
        for prefix in self.prefixes:
            if wording.startswith(prefix):
                yield wording.removeprefix(prefix)

    def _unit(self, wording: str, bracket: str) -> str:
        if "工作日" in bracket or wording in self.working_days:
            return "工作日"
        return "元" if "元" in bracket or "人民币" in bracket else ""


def plain(text: str, numbered: bool = True) -> str:
    """A label without what varies: blanks, width, case, marks, brackets around it, colon and (if ``numbered``) numbering."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).lower().strip(_MARKS).rstrip(":：")
    if numbered:
        bare = _NUMBER.sub("", bare, count=1).strip(_MARKS)
    if bare and _PAIRS.get(bare[0]) == bare[-1]:
        bare = bare[1:-1]
    return bare.rstrip(":：")


def load_fields(*paths: Path) -> Fields:
    """The shipped table with each of ``paths`` merged over it; raises FieldsUnreadable."""
    return _load((SHIPPED, *paths))


@cache
def shipped_fields() -> Fields:
    """The shipped table, read once."""
    return load_fields()


def _load(paths: tuple[Path, ...]) -> Fields:
    tables = [(path, _read(path)) for path in paths]
    labels: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {group: {} for _, table in tables for group in table.columns}
    for path, table in tables:
        named = {**table.labels, UNPLACED: table.unplaced, QUIET: table.quiet, SECTION: table.sections}
        labels.update(_by_wording(path, named))
        for group, of_group in table.columns.items():
            columns[group].update(_by_wording(path, of_group))

    def every(name: str) -> list[str]:
        return [plain(wording, numbered=False) for _, table in tables for wording in getattr(table, name)]

    return Fields(
        labels,
        columns,
        frozenset(every("counting")),
        tuple(every("prefixes")),
        tuple(every("suffixes")),
        frozenset(every("brackets")),
        frozenset(every("working_days")),
    )


def _by_wording(path: Path, named: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, wordings in named.items():
        for wording in (plain(each, numbered=False) for each in wordings):
            if found.setdefault(wording, name) != name:
                raise FieldsUnreadable(f"同义词表 {path.name} 里“{wording}”写了两处：{found[wording]} 和 {name}")
    return found


def _read(path: Path) -> _Table:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FieldsUnreadable(f"同义词表 {path.name} 读不出来，请检查格式") from error
    try:
        table = _Table.model_validate(content or {})
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise FieldsUnreadable(f"同义词表 {path.name} 的 {place or '内容'} 写法不对") from error
    _check_names(path, table)
    return table


def _check_names(path: Path, table: _Table) -> None:
    """A field that no guide has would swallow what stands under its label."""
    if path == SHIPPED:
        return
    shipped = _read(SHIPPED)
    unknown = [name for name in table.labels if name not in shipped.labels]
    for group, columns in table.columns.items():
        unknown += [f"{group}.{name}" for name in columns if name not in shipped.columns.get(group, {})]
    if unknown:
        raise FieldsUnreadable(f"同义词表 {path.name} 里的 {unknown[0]} 不是办事指南的栏目")
