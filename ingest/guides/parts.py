"""Words inside words: 名称（地址：…；电话：…）, and the labelled parts of one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.guides.fields import Fields

_LABEL = re.compile(
    r"(?:^|(?<=[\s；;。，,、（(【\[|｜/\n！？]))[【\[]?([^\s：:；;。，,、（()）【】\[\]|｜]{1,10})[】\]]?(?:[（(](?:元|份|次|工作日|个工作日|单位[：:]元)[)）])?\s*[：:]\s*"
)


@dataclass(frozen=True)
class Parts:
    """What a line says before its first label, and under each label (a column of the group)."""

    head: str
    columns: dict[str, str]


def parts(text: str, group: str, fields: Fields) -> Parts:
    """Cuts ``text`` at the labels of ``group`` in it; a second time the same label is no new part."""
    found: list[tuple[int, int, str]] = []
    for match in _LABEL.finditer(text):
        column = _column(match.group(1), group, fields)
        if column is not None and column not in [each[2] for each in found]:
            found.append((match.start(), match.end(), column))
    if not found:
        return Parts(text.strip(), {})
    head = text[: found[0][0]]
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    opened = head.rstrip()[-1:] in ("（", "(")
    columns = {}
    for index, ((_, start, column), end) in enumerate(zip(found, ends, strict=True)):
        last = index == len(found) - 1
        columns[column] = _trimmed(text[start:end], last, opened)
    return Parts(head.strip(" \n\t（(；;，,：:|｜/、。") if head.strip() else "", columns)


def _column(words: str, group: str, fields: Fields) -> str | None:
    """原件/复印件 is a label; of 大厅/地址 only the end is."""
    return fields.column(group, words) or (fields.column(group, words.rpartition("/")[2]) if "/" in words else None)


def _trimmed(text: str, last: bool, opened: bool) -> str:
    text = text.strip()
    if last:
        if opened and text.rstrip("。；;").endswith(("）", ")")):
            text = text.rstrip("。；;")[:-1].strip()
        return text.rstrip("；;，,").strip()
    text = text.strip(" \n\t；;，,|｜/、。")
    return text[:-1] if text.endswith(("（", "(")) else text


def brackets(text: str) -> list[tuple[int, int]]:
    """The outermost brackets of ``text`` as (start, end), end after the closing one."""
    found, depth, start = [], 0, 0
    for index, character in enumerate(text):
        if character in "（(":
            start = start if depth else index
            depth += 1
        elif character in "）)" and depth:
            depth -= 1
            if not depth:
                found.append((start, index + 1))
    return found
