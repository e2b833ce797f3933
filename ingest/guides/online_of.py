"""网上办理: whether, where and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.documents.document import Table, Text
from ingest.guides.lists import words
from ingest.guides.parts import parts
from ingest.guides.said import Said, Value, joined, texts_of, where
from ingest.guides.values.boxes import ticked
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import clean, says_nothing, squeezed, yes_or_no
from knowledge.models import OnlineService

if TYPE_CHECKING:
    from ingest.guides.build import Builder

_YES = re.compile(
    r"(?:是|可以?|能|支持|已开通|提供)?(?:全程)?(?:可以?|能|支持)?(?:网上|在线|线上|网络)?(?:可)?(?:全程)?(?:网办|网上办理?|在线办理?|线上办理?|网上申请|在线申请|全流程网办|办理)(?:\(.{0,10}\))?"
)
_NO = re.compile(
    r"(?:否|不可以?|不能|不支持|暂不支持|未开通|暂未开通|不提供|无法|尚未开通|暂不开通)(?:全程)?(?:网上|在线|线上)?(?:网办|办理?|申请)?|(?:只能|仅限?|须|仅支持)?(?:到)?(?:现场|窗口|线下)(?:办理?|申请)"
)
_FORM_YES = re.compile(r"网上办理|网上申请|在线办理|网办|线上办理|网络办理|在线申请|线上申请|全程网办")
_DEPTH = re.compile(r"全程网办|网上预审|原件(?:核验|预审|收取)|互联网[^，。]*|[一二三四ivIV1-4ⅠⅡⅢⅣ]级")


def online(builder: Builder) -> OnlineService | None:
    """The service, or ``None`` where the document does not say whether it exists; raises Unclear."""
    told = _told(builder)
    if not told:
        return None
    for value in told.values():
        clean(joined(value))
    pieces = [piece for value in told.values() for piece in value]
    if not builder.trusted("online", pieces):
        return None
    builder.place("online", pieces[0].at)
    for name, value in told.items():
        if value:
            builder.place(f"online.{name}", value[0].at)
    channels = told.get("channels", ())
    none = says_nothing(joined(channels))
    names = () if none else tuple(each.text for each in words(texts_of(channels)).texts)
    available = _available(builder, told, names)
    note = joined(told.get("note", ()))
    return (
        None
        if available is None
        else OnlineService(available=available, channels=names, note="" if says_nothing(note) else note)
    )


def _told(builder: Builder) -> dict[str, Value]:
    told: dict[str, Value] = {}
    for each in builder.whole_said("online"):
        told.update(_of_whole(builder, each))
    for column in ("available", "channels", "note", "form"):
        found = builder.said(f"online.{column}")
        if len(found) > 1:
            builder.warn(f"online.{column}", "网上办理前后不一致，没有采用", found[-1].at)
            return {}
        if found:
            told[column] = tuple(found[0].value)
    return told


def _of_whole(builder: Builder, each: Said) -> dict[str, Value]:
    told: dict[str, Value] = {}
    for piece in each.value:
        if isinstance(piece, Table):
            told.update(
                {
                    inner.field.removeprefix("online."): tuple(inner.value)
                    for inner in builder.table(piece, "online")
                    if inner.value
                }
            )
    texts = [piece for piece in each.value if isinstance(piece, Text)]
    if texts:
        told.update(_of_words(builder, texts))
    return told


def _of_words(builder: Builder, texts: list[Text]) -> dict[str, Value]:
    """可网办；渠道：…；说明：… in one line or several; words before the first label say whether."""
    told: dict[str, Value] = {}
    try:
        words_said = ticked("\n".join(text.text for text in texts))
    except Unclear as unclear:
        builder.warn("online", f"网上办理{unclear.message}", texts[0].at)
        return told
    found = parts(words_said, "online", builder.fields)
    head, columns = found.head, dict(found.columns)
    if head and "available" not in columns:
        says, rest = _split(head)
        if says:
            columns["available"] = says
            head = rest
        if head and not columns.get("note"):
            columns["note"] = head
    for name, text in columns.items():
        told[name] = tuple(Text(line, where(texts, line) or texts[0].at) for line in text.split("\n") if line.strip())
    return told


def _split(head: str) -> tuple[str, str]:
    """Whether, and the words behind it."""
    first, sign, rest = re.match(r"([^，,；;。：:\n（(]*)([，,；;。：:\n]?)(.*)", head, re.DOTALL).groups()  # type: ignore[union-attr]
    return (first, rest.strip()) if _says(first) is not None else ("", head)


def _says(text: str) -> bool | None:
    bare = squeezed(text)
    try:
        return yes_or_no(bare)
    except Unclear:
        pass
    if _NO.fullmatch(bare):
        return False
    return True if _YES.fullmatch(bare) or bare == "全程网办" else None


def _available(builder: Builder, told: dict[str, Value], names: tuple[str, ...]) -> bool | None:
    said = joined(told.get("available", ()))
    if said:
        try:
            said = ticked(said)
        except Unclear as unclear:
            builder.warn("online.available", f"能不能网上办理{unclear.message}", told["available"][0].at)
            return None
        found = _says(said)
        if found is None and _DEPTH.search(squeezed(said)):
            found = True
        if found is None:
            builder.warn("online.available", f"“{said[:20]}”看不出能不能网上办理", told["available"][0].at)
        return found
    form = joined(told.get("form", ()))
    if form:
        return _FORM_YES.search(form) is not None
    if names:
        builder.warn("online.available", "写了网上办理渠道，没有写能不能网上办理，按能办读入", told["channels"][0].at)
        return True
    builder.warn("online.available", "没有写能不能网上办理")
    return None
