"""A folder of label files as far as matching needs them; what cannot be read is told and the rest still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from knowledge.errors import InvalidRecord, NotFound
from knowledge.measures.awards import Award, parse_award
from knowledge.measures.conditions import Condition, parse_condition

SUFFIX = ".labels.json"
_LARGEST = 16 << 20


@dataclass(frozen=True)
class LabelledMeasure:
    """One 奖补条款: what it asks and what it gives."""

    id: str
    condition: Condition
    award: Award


@dataclass(frozen=True)
class LabelledDocument:
    """One policy file; an open beginning or end of its validity is ``None``."""

    file: str
    valid_from: date | None
    valid_to: date | None
    measures: tuple[LabelledMeasure, ...]


Tell = Callable[[str], None]
"""Takes one line about something that could not be read."""


def read_labels(folder: Path, tell: Tell) -> tuple[LabelledDocument, ...]:
    """The documents of all ``*.labels.json``, by file name; keys that matching does not need are passed over.

    Raises NotFound for a folder that is not there or holds no label file.
    """
    if not folder.is_dir():
        raise NotFound(f"没有这个文件夹：{folder}")
    paths = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX))
    if not paths:
        raise NotFound(f"文件夹里没有标签文件（*{SUFFIX}）：{folder}")
    return tuple(document for path in paths for document in _documents(path, tell))


def _documents(path: Path, tell: Tell) -> Iterator[LabelledDocument]:
    try:
        yield _document(path, tell)
    except InvalidRecord as error:
        tell(f"{path}：{error.message}")
    except OSError as error:
        tell(f"{path}：文件读不出来（{error.strerror}）")


def _document(path: Path, tell: Tell) -> LabelledDocument:
    if path.stat().st_size > _LARGEST:
        raise InvalidRecord("文件太大")
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        tree = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InvalidRecord(f"第 {error.lineno} 行：不是正确的 JSON 格式") from error
    if not isinstance(tree, dict) or not isinstance(tree.get("measures"), list):
        raise InvalidRecord("不是标签文件：缺少 measures（奖补条款）列表")
    first, last = _day(tree, "valid_from"), _day(tree, "valid_to")
    return LabelledDocument(path.name, first, last, tuple(_measures(path, data, tree["measures"], tell)))


def _day(tree: dict[str, object], name: str) -> date | None:
    held = tree.get(name)
    if held is None:
        return None
    try:
        return date.fromisoformat(held)  # type: ignore[arg-type]  # what is no text is told with the rest
    except (TypeError, ValueError) as error:
        raise InvalidRecord(f"{name} 不是正确的日期，应当写成 2026-12-31 这样") from error


def _measures(path: Path, data: bytes, trees: list[object], tell: Tell) -> Iterator[LabelledMeasure]:
    for number, tree in enumerate(trees, 1):
        try:
            yield _measure(tree)
        except InvalidRecord as error:
            tell(f"{path}：{_place(data, tree)}第 {number} 个奖补条款没有采用：{error.message}")


def _measure(tree: object) -> LabelledMeasure:
    match tree:
        case {"id": str() as name, "conditions": conditions, "award": award} if name:
            return LabelledMeasure(name, parse_condition(conditions), parse_award(award))
    raise InvalidRecord("缺少编号 id、条件 conditions 或奖补标准 award")


def _place(data: bytes, tree: object) -> str:
    """``第 12 行，`` where the measure names itself, empty where it does not."""
    name = tree.get("id") if isinstance(tree, dict) else None
    at = data.find(orjson.dumps(name)) if isinstance(name, str) else -1
    line = data.count(b"\n", 0, at) + 1
    return f"第 {line} 行，" if at >= 0 else ""
