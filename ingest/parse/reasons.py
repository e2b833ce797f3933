"""What pydantic found wrong, in words for a department editor."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from pydantic_core import ErrorDetails

from ingest.problems import shown
from ingest.words import LABELS, Labels, path_label, path_text

_KINDS: dict[type, str] = {
    str: "文字",
    bool: "true/false",
    int: "数字",
    float: "数字",
    list: "列表",
    dict: "一组字段",
    type(None): "空值 null",
}
_WANTED = {
    "string_type": "文字，要用英文双引号括起来",
    "int_type": "整数，不加引号",
    "int_from_float": "整数",
    "float_type": "数字，不加引号",
    "bool_type": "true 或 false，不加引号",
    "tuple_type": "列表，写在 [ ] 里",
    "dict_type": "一组字段，写在 { } 里",
    "model_type": "一组字段，写在 { } 里",
    "model_attributes_type": "一组字段，写在 { } 里",
}


def reason_of(error: ErrorDetails, labels: Labels = LABELS) -> str:
    """One sentence: which field (``labels`` are the file's own words), what is wrong, what is expected."""
    label, kind = path_label(_names(error), labels), error["type"]
    if kind in _WANTED:
        found = _KINDS.get(type(error["input"]), "别的内容")
        return f"{label or '整个文件'}应当是{_WANTED[kind]}，现在是{found} {_sample(error['input'])}".rstrip()
    if kind == "extra_forbidden":
        return f"{label}{_unknown(error, labels)}"
    explain = _EXPLAIN.get(kind)
    return f"{label}{explain(error)}" if explain else f"{label}的内容不符合要求"


def field_of(error: ErrorDetails) -> str:
    """The path of the field in the file, such as ``materials[2].copies``."""
    return shown(path_text(_names(error)))


def others(errors: Iterable[ErrorDetails], most: int = 5) -> str:
    """Where the remaining faults of the same file are, in one clause."""
    rest = list(errors)
    if not rest:
        return ""
    told = "、".join(field_of(error) for error in rest[:most])
    return f"（另有 {len(rest)} 处：{told}{' 等' if len(rest) > most else ''}）"


def _names(error: ErrorDetails) -> tuple[str | int, ...]:
    return tuple(shown(part) if isinstance(part, str) else part for part in error["loc"])


def _sample(value: object) -> str:
    return f"“{shown(value)}”" if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _unknown(error: ErrorDetails, labels: Labels) -> str:
    *above, name = (str(part) for part in _names(error) if isinstance(part, str))
    prefix = ".".join(above) + "." if above else ""
    known = [key.removeprefix(prefix) for key in labels if key.startswith(prefix)]
    close = difflib.get_close_matches(name, known, 1)
    return "是不认识的字段" + (f"，是不是想写 {close[0]}？" if close else "，请删掉或检查拼写")


def _choices(error: ErrorDetails) -> str:
    expected = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")
    return f"只能填：{expected}，现在是 {shown(error['input'])}"


def _date(error: ErrorDetails) -> str:
    return f"“{shown(error['input'])}”不是正确的日期，应当写成 2026-12-31 这样"


_EXPLAIN: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda error: "没有填（缺少这个字段）",
    "literal_error": _choices,
    "string_too_short": lambda error: "不能是空的",
    "string_too_long": lambda error: f"太长，最多 {error['ctx']['max_length']} 个字",
    "string_pattern_mismatch": lambda error: (
        f"“{shown(error['input'])}”格式不对，应当是两个大写字母、短横线和 3 至 6 位数字，如 GA-001"
    ),
    "greater_than_equal": lambda error: f"不能小于 {error['ctx']['ge']:g}，现在是 {shown(error['input'])}",
    "less_than_equal": lambda error: f"不能大于 {error['ctx']['le']:g}，现在是 {shown(error['input'])}",
    "finite_number": lambda error: "不是有限的数字",
    "date_type": _date,
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "date_from_datetime_inexact": _date,
    "too_short": lambda error: f"至少要有 {error['ctx']['min_length']} 项，现在是 {error['ctx']['actual_length']} 项",
    "too_long": lambda error: f"太多，最多 {error['ctx']['max_length']} 项",
}
