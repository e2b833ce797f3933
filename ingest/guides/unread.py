"""What a document says and no guide took up, told once each with its place."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.guides.fields import SECTION, UNPLACED
from ingest.guides.said import Row, Said, texts_of
from ingest.problems import shown, warning
from knowledge.manifest import Problem

_MOST = 8
_CAPTIONS = ("表", "清单", "指南", "目录", "须知", "汇总", "汇编", "手册", "告知单", "告知书")


def unread(said: Iterable[Said], file: str) -> list[Problem]:
    """One warning a label that is not understood, one for labels that have no field, one for words under no label."""
    strange: dict[str, Said] = {}
    unplaced: dict[str, Said] = {}
    words: list[Said] = []
    for each in said:
        if each.field == UNPLACED and each.value:
            unplaced.setdefault(each.label, each)
        elif not each.field and each.label and (each.value or each.owner == "*"):
            strange.setdefault(each.label, each)
        elif (not each.field or each.field == SECTION) and _content(each) and not _caption(each):
            words.append(each)
    found = [
        warning(file, f"栏目“{shown(label, 20)}”看不懂，没有采用（{_place(each)}）", at=each.at)
        for label, each in list(strange.items())[:_MOST]
    ]
    if len(strange) > _MOST:
        found.append(warning(file, f"还有 {len(strange) - _MOST} 个栏目看不懂，没有采用"))
    if unplaced:
        names = "、".join(shown(label, 12) for label in list(unplaced)[:_MOST])
        found.append(warning(file, f"办事指南里没有对应的栏目，没有采用：{names}", at=next(iter(unplaced.values())).at))
    if words:
        first = texts_of(words[0].value)
        sample = f"：“{shown(first[0].text, 24)}”" if first else ""
        found.append(
            warning(
                file, f"有 {len(words)} 处内容不在任何栏目下，没有采用{sample}（{_place(words[0])}）", at=words[0].at
            )
        )
    return found


def _content(each: Said) -> bool:
    """Whether there is anything that a reader might miss."""
    return any(
        isinstance(piece, Row) or (texts_of([piece]) and len(texts_of([piece])[0].text) > 1) for piece in each.value
    )


def _caption(each: Said) -> bool:
    """What a file or a sheet is called: 鲤城区政务服务事项办事指南汇总表."""
    texts = texts_of(each.value)
    return (
        not each.label
        and len(each.value) == 1
        and len(texts) == 1
        and len(texts[0].text) <= 40
        and texts[0].text.endswith(_CAPTIONS)
    )


def _place(each: Said) -> str:
    return each.at.words or "位置不明"
