"""JSON as departments may write it: one meaning or none (no repeated names, no NaN), with line numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from ingest.problems import forbidden_character, rejection, shown
from ingest.words import LABELS, Labels, path_label, path_text

Path = tuple[str | int, ...]

_REASONS = {
    "Expecting ',' delimiter": "这里少了逗号，或者前面的引号没有成对",
    "Expecting ':' delimiter": "字段名后面少了英文冒号",
    "Expecting value": "这里应当有内容（可能多了逗号，或者用了中文引号）",
    "Expecting property name enclosed in double quotes": "字段名要用英文双引号括起来（也可能是最后一项后面多了逗号）",
    "Illegal trailing comma before end of object": "最后一项后面多了逗号",
    "Illegal trailing comma before end of array": "最后一项后面多了逗号",
    "Unterminated string starting at": "这里的引号没有成对",
    "Extra data": "文件结尾之后还有多余的内容",
    "Invalid control character at": "文字中间直接换行或有控制字符，换行请写成 \\n",
    "Invalid \\escape": "反斜杠的写法不对",
    "Invalid \\uXXXX escape": "反斜杠的写法不对",
}
_DEEPEST = 20
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class _Ambiguous(ValueError):
    pass


def load(file: str, text: str, labels: Labels = LABELS) -> object:
    """The value; raises RejectedFile for anything but strict JSON of sane depth with printable text."""
    try:
        value: object = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise rejection(file, _REASONS.get(error.msg, "不是正确的 JSON 格式"), line=error.lineno) from error
    except _Ambiguous as error:
        raise rejection(file, str(error)) from error
    except RecursionError as error:
        raise rejection(file, "括号套得太深") from error
    except ValueError as error:  # an integer of thousands of digits
        raise rejection(file, "里面有过长的数字") from error
    _check_strings(file, text, value, labels)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Ambiguous(f"同一处把“{shown(twice)}”写了两遍，不知道以哪个为准")
    return value


def _constant(name: str) -> NoReturn:
    raise _Ambiguous(f"{name} 不是数字，请填写实际数值")


def _check_strings(file: str, text: str, value: object, labels: Labels) -> None:
    """Every name and text must be printable, since each of them is shown to citizens or editors."""
    for path, string in _strings(file, value):
        character = forbidden_character(string)
        if character is not None:
            reason = f"{path_label(path, labels) or '文件'}里有看不见的控制字符 {shown(character)}，请删掉重新输入"
            raise rejection(file, reason, shown(path_text(path)), lines_of(text).get(path))


def _strings(file: str, value: object) -> Iterator[tuple[Path, str]]:
    waiting: list[tuple[Path, object]] = [((), value)]
    while waiting:
        path, part = waiting.pop()
        if len(path) > _DEEPEST:
            raise rejection(file, "括号套得太深")
        if isinstance(part, str):
            yield path, part
        elif isinstance(part, dict):
            yield from ((path, name) for name in part)
            waiting.extend(((*path, name), inner) for name, inner in reversed(part.items()))
        elif isinstance(part, list):
            waiting.extend(((*path, index), inner) for index, inner in reversed(list(enumerate(part))))


def lines_of(text: str) -> dict[Path, int]:
    """Line (from 1) on which each value of valid JSON ``text`` begins, by its path."""
    lines: dict[Path, int] = {}
    path: list[str | int] = []
    objects: list[bool] = []
    line, at, name_next = 1, 0, False
    for token in _TOKEN.finditer(text):
        line, at = line + text.count("\n", at, token.start()), token.start()
        word = token.group()
        if word in "}]":
            objects.pop()
            path.pop()
        elif word == ",":
            name_next = objects[-1]
            if not name_next:
                path[-1] = int(path[-1]) + 1
        elif word == ":":
            name_next = False
        elif name_next:
            path[-1] = json.loads(word)
        else:
            lines[tuple(path)] = line
        if word in "{[":
            objects.append(word == "{")
            path.append("" if word == "{" else 0)
            name_next = word == "{"
    return lines
