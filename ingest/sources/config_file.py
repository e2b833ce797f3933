"""Reading sources.yaml; what is wrong with it is told by source and field, in plain Chinese."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.parse.reasons import reason_of
from ingest.problems import shown
from ingest.sources.config import SourcesConfig
from knowledge.errors import QuanquanError

_LARGEST = 1 << 20
_LABELS: dict[str, str] = {}
_REASONS = {
    "string_pattern_mismatch": "的格式不对",
    "model_type": "应当是一组字段（缩进对齐的 名字: 值）",
    "greater_than": "太小",
    "float_parsing": "应当是数字",
    "int_parsing": "应当是整数",
    "bool_parsing": "应当是 true 或 false",
}


class InvalidConfig(QuanquanError):
    """sources.yaml cannot be used; the message has one line a fault."""

    code = "invalid_sources"
    status = 422


class _Loader(yaml.SafeLoader):
    """Safe YAML in which no name may stand twice at one place."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        names = [str(name.value) for name, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise InvalidConfig(f"第 {node.start_mark.line + 1} 行起的一段里，“{shown(name)}”写了两遍")
        return super().construct_mapping(node, deep)


def load_config(path: Path) -> SourcesConfig:
    """The sources that ``path`` names; raises InvalidConfig."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise InvalidConfig(f"读不到来源配置 {path}（{error.strerror or error}）") from error
    if len(data) > _LARGEST:
        raise InvalidConfig("来源配置太大，超过 1 MB")
    return parse_config(data)


def parse_config(data: bytes) -> SourcesConfig:
    """The sources that the file's content names; raises InvalidConfig."""
    try:
        value: object = yaml.load(data, _Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark else "文件"
        raise InvalidConfig(
            f"来源配置的{where}不是正确的 YAML，请检查缩进、冒号后的空格和引号（用 UTF-8 保存）"
        ) from error
    except RecursionError as error:
        raise InvalidConfig("来源配置套得太深") from error
    try:
        return SourcesConfig.model_validate(value)
    except ValidationError as error:
        raise InvalidConfig("；\n".join(dict.fromkeys(_fault(each, value) for each in error.errors()))) from error


def _fault(error: ErrorDetails, value: object) -> str:
    location = list(error["loc"])
    where = ""
    if len(location) > 1 and location[0] == "sources" and isinstance(location[1], int):
        where = f"第 {location[1] + 1} 个来源{_name(value, location[1])}："
        location = location[3:] if location[2:3] and location[2] in _KINDS else location[2:]
    if location[:1] == ["paging"]:
        location[1:2] = []  # the style, which pydantic puts into the path
    return where + _reason({**error, "loc": tuple(location)})


def _reason(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        style = error["loc"][-1:] == ("paging",)
        return "paging 的 style 不认识" if style else "kind 只能是 folder、feed 或 site"
    label = ".".join(shown(str(part)) for part in error["loc"]) or "内容"
    if error["type"] in _REASONS:
        return f"{label} {_REASONS[error['type']]}"
    return reason_of(error, _LABELS)


_KINDS = frozenset({"folder", "feed", "site"})


def _name(value: object, index: int) -> str:
    try:
        name = value["sources"][index]["name"]  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        return ""
    return f"（{shown(name)}）"
