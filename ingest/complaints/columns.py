"""Headers of complaint lists: which column is which field, in which unit it counts, and what its words mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ingest.tabular.reading import MOST_COLUMNS
from knowledge.complaints.complaint import KINDS, OUTCOMES, REGISTER_SCHEMA, Kind, Source
from knowledge.errors import InvalidRecord

LABELS: Mapping[str, str] = {
    "number": "编号", "kind": "类型", "received_on": "登记日期", "respondent": "被投诉单位", "text": "内容",
    "respondent_code": "统一社会信用代码", "trade": "行业", "product": "商品", "name": "投诉人", "id_number": "证件号码",
    "phone": "联系电话", "address": "地址", "account": "收款账户", "quantity": "数量", "paid": "消费金额",
    "demanded": "诉求金额", "outcome": "处理结果", "received": "赔偿金额",
}  # fmt: skip
"""Fields in the words of people."""
MUST = ("number", "received_on", "respondent")
MONEY = frozenset({"paid", "demanded", "received"})
COMPLAINANT = frozenset({"name", "id_number", "phone", "address", "account"})
"""Fields of who complains, whose words (电话) may also stand over what the respondent has."""
RESPONDENT = frozenset({"respondent", "respondent_code"})
SKIP = "skip"
_LARGEST_MAPPING = 1 << 20
_GROUP = re.compile(r"[(\[【]([^()\[\]【】]{0,30})[)\]】]")
_FILLER = re.compile(r"[\s_:、,/\-()\[\]【】*★]")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Columns(_Part):
    headers: tuple[str, ...]
    unit: str | None = None


_FieldColumns = Annotated[_Columns, BeforeValidator(lambda held: {"headers": held} if isinstance(held, list) else held)]


class _Values(_Part):
    kind: Mapping[str, tuple[str, ...]] = {}
    outcome: Mapping[str, tuple[str, ...]] = {}


class MappingFile(_Part):
    """``columns.yaml``, or a mapping file: headers by field, words by code, further formats of days and units.

    ``kind`` is the kind of every row of a list that has no such column; ``short_numbers``: numbers of less than seven digits are the
    system's own and unique, not those of a list's lines.
    """

    fields: Mapping[str, _FieldColumns] = {}
    values: _Values = _Values()
    kind: Kind | None = None
    kinds: Mapping[Source, Kind] = {}
    units: Mapping[str, Annotated[Decimal, Field(gt=0)]] = {}
    dates: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    short_numbers: bool = False


@dataclass(frozen=True)
class Wordings:
    """The shipped words and those of a mapping file, folded, ready to be looked up; those of the mapping come first."""

    headers: Mapping[str, tuple[str, int]]
    """Field of a header, and its rank: the least wins."""
    units_of_fields: Mapping[str, str]
    kinds: Mapping[str, str]
    outcomes: Mapping[str, str]
    kind: Kind | None
    kind_of_source: Mapping[Source, Kind]
    units: Mapping[str, Decimal]
    dates: tuple[str, ...]
    unknown: frozenset[str]
    short_numbers: bool


@dataclass(frozen=True)
class Column:
    """A column that is read: where it stands, what it means; ``factor``: yuan of one of its units."""

    place: int
    field: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Layout:
    """The columns of a list, the kind of rows that do not say theirs (``None``: they must), what is to be told of the rest."""

    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    kind: str | None
    told: tuple[str, ...] = field(default=())


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A header or a word as it is compared: half width, lower case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:200])).lower()


def load_wordings(mapping: Path | None = None) -> Wordings:
    """The words to read by; raises InvalidRecord for a mapping file that cannot be understood."""
    own = _read(mapping) if mapping else MappingFile()
    shipped = _shipped()
    headers: dict[str, tuple[str, int]] = {}
    for level, held in enumerate((own, shipped)):
        for name, columns in held.fields.items():
            for rank, header in enumerate(columns.headers):
                headers.setdefault(_bare(folded(header)), (name, level * 1000 + rank))
    for name in LABELS:
        headers.setdefault(_bare(name), (name, 2000))
    return Wordings(
        headers,
        {name: columns.unit for name, columns in own.fields.items() if columns.unit},
        _words(KINDS, shipped.values.kind, own.values.kind),
        _words(OUTCOMES, shipped.values.outcome, own.values.outcome),
        own.kind,
        {**shipped.kinds, **own.kinds},
        {**shipped.units, **own.units},
        own.dates,
        frozenset(map(folded, (*shipped.unknown, *own.unknown))),
        own.short_numbers,
    )


def _words(codes: Sequence[str], *held: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    found = {code: code for code in codes}
    for words in held:
        found |= {folded(word): code for code, each in words.items() for word in each}
    return found


@cache
def _shipped() -> MappingFile:
    return _checked(yaml.safe_load(files("ingest.complaints").joinpath("columns.yaml").read_text(encoding="utf-8")))


def _read(path: Path) -> MappingFile:
    content = path.read_bytes()
    if len(content) > _LARGEST_MAPPING:
        raise InvalidRecord(f"映射文件 {path.name} 太大")
    try:
        text = content.decode("utf-8-sig")
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise InvalidRecord(
                f"映射文件 {path.name} 里不能用 * 引用"
            )  # a few lines of them can mean millions of words
        return _checked(yaml.safe_load(text) or {})
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRecord(f"映射文件 {path.name} 不是正确的 YAML（UTF-8）") from error


def _checked(held: object) -> MappingFile:
    try:
        mapping = MappingFile.model_validate(held)
    except ValidationError as error:
        places = "、".join(".".join(map(str, each["loc"])) or "整个文件" for each in error.errors()[:5])
        raise InvalidRecord(f"映射文件里这些地方不对：{places}") from error
    wrong = [
        *(name for name in mapping.fields if name not in LABELS),
        *(code for code in mapping.values.kind if code not in (*KINDS, SKIP)),
        *(code for code in mapping.values.outcome if code not in OUTCOMES),
        *(name for name, columns in mapping.fields.items() if columns.unit and name not in MONEY),
    ]
    if wrong:
        raise InvalidRecord(f"映射文件里不认识：{'、'.join(str(each)[:30] for each in wrong[:5])}")
    return mapping


def field_of(header: str, words: Wordings) -> str | None:
    """The field that a header means."""
    found = _meaning(header, words)[0]
    return found[0] if found else None


def is_header(cells: Sequence[object], words: Wordings) -> bool:
    """Whether a row is the header of a list: it names number, day and respondent."""
    if len(cells) > MOST_COLUMNS:
        return False
    named = {found[0] for cell in cells if (found := _meaning(str(cell or ""), words)[0])}
    return named.issuperset(MUST)


def layout(cells: Sequence[object], source: Source, words: Wordings) -> Layout:
    """The columns under a header; raises InvalidRecord where nothing says which kind its rows are, or a unit is unknown."""
    chosen: dict[str, tuple[int, Column, str]] = {}
    told: list[str] = []
    for place, cell in enumerate(cells):
        header = str(cell or "")
        found, unit = _meaning(header, words)
        if found is None:
            told += [f"不认识的列“{header[:30]}”，没有导入"] if header.strip() else []
            continue
        name, rank = found
        column = Column(place, name, _factor(name, unit, header, words))
        if name not in chosen or rank < chosen[name][0]:
            told += [_unused(chosen[name][2], name)] if name in chosen else []
            chosen[name] = (rank, column, header)
        else:
            told.append(_unused(header, name))
    headers = tuple(str(cell or "") for cell in cells)
    kind = words.kind or words.kind_of_source.get(source) or _kind_of(headers)
    if kind is None and "kind" not in chosen:
        raise InvalidRecord("看不出每一行是投诉还是举报：请加一列“类型”，或者在映射文件里写 kind: complaint 或 report")
    return Layout(tuple(column for _, column, _ in chosen.values()), headers, kind, tuple(told))


def _unused(header: str, name: str) -> str:
    return f"列“{header[:30]}”没有用：“{LABELS[name]}”采用了另一列"


def _kind_of(headers: Sequence[str]) -> str | None:
    """What the headers speak of: 投诉 alone, 举报 alone; both or neither say nothing."""
    words = "".join(headers)
    complaint, report = "投诉" in words, "举报" in words
    return None if complaint == report else "complaint" if complaint else "report"


def _meaning(header: str, words: Wordings) -> tuple[tuple[str, int] | None, str]:
    """Field and rank of a header (``None``: it means nothing to us), and the unit in its brackets."""
    text = folded(header)
    whole = words.headers.get(_bare(text))
    if whole:
        return whole, ""
    groups = [group.removeprefix("单位").lstrip(":") for group in _GROUP.findall(text)]
    return words.headers.get(_bare(_GROUP.sub("", text))), groups[-1] if groups else ""


def _factor(name: str, unit: str, header: str, words: Wordings) -> Decimal:
    wanted = words.units_of_fields.get(name) or unit
    if name not in MONEY or not wanted:
        return Decimal(1)
    if wanted not in words.units:
        raise InvalidRecord(f"列“{header[:30]}”的单位不认识，可以用：{'、'.join(words.units)}")
    return words.units[wanted]


def _bare(text: str) -> str:
    return _FILLER.sub("", text)


assert set(LABELS) | {"source"} == set(REGISTER_SCHEMA.names)
