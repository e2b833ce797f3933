"""Which item a guide is about, and what the item list says of it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.guides.build import Builder
from ingest.guides.known import CODE, Known
from ingest.guides.said import TITLE, joined
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import audience, squeezed
from ingest.problems import item_id_of, rejection, shown
from knowledge.models import Audience, Position, ServiceItem


@dataclass(frozen=True)
class Identity:
    """Who a guide is: the four fields without which it cannot be published."""

    id: str
    name: str
    department: str
    audience: Audience
    at: Position | None


def identify(builder: Builder, known: Known, alone: bool) -> Identity:
    """From the text, then (for the only guide of a file) from the file's name, then from the item list; raises RejectedFile."""
    file = builder.document.file
    name = _name(builder, known)
    code, at = _code(builder, known, name, alone)
    item = known.items.get(code)
    if not name and item is None:
        raise rejection(file, "没有写事项名称", "name")
    listed = known.find(name) if name else None
    if listed is not None and listed != code and not CODE.fullmatch(name):
        raise rejection(
            file, f"事项编号 {code} 和事项名称“{shown(name, 30)}”对不上：清单里这个名称是 {listed}", "id", at=at
        )
    return Identity(code, name or (item.name if item else ""), _department(builder, item), _audience(builder, item), at)


def _name(builder: Builder, known: Known) -> str:
    name = builder.text("name")
    if not name:
        titles = [joined(each.value) for each in builder.draft.said if each.field == TITLE]
        sure = [title for title in titles if known.find(title) and not CODE.fullmatch(title)]
        name = next(iter(sure or [title for title in titles if not CODE.fullmatch(title)]), "")
        if not name and known.find(builder.document.title) and not CODE.fullmatch(builder.document.title.strip()):
            name = builder.document.title.strip()
    return " ".join(name.split("\n"))


def _code(builder: Builder, known: Known, name: str, alone: bool) -> tuple[str, Position | None]:
    """The item's code and where it is said."""
    file = builder.document.file
    for field in ("id", TITLE):
        for each in builder.draft.said:
            found = CODE.search(joined(each.value)) if each.field == field else None
            if found:
                _check_file(builder, found.group(1), alone, each.at)
                builder.item_id = found.group(1)
                builder.place("id", each.value[0].at)
                return found.group(1), each.at
    of_file = _file_code(builder) if alone else None
    code = of_file or (known.find(name) if name else None)
    if code is None:
        advice = "请在文件里写上事项编号，或者把文件名改成事项编号（如 GA-015.docx）"
        raise rejection(
            file,
            f"不知道是哪个事项：“{shown(name, 30)}”不在事项清单里，{advice}" if name else f"不知道是哪个事项，{advice}",
            "id",
        )
    builder.item_id = code
    return code, None


def _file_code(builder: Builder) -> str | None:
    """The code in the name of the file, or of the member of an archive."""
    return item_id_of(builder.document.name)


def _check_file(builder: Builder, code: str, alone: bool, at: Position) -> None:
    """A file named after one item must not replace another."""
    of_file = _file_code(builder)
    if alone and of_file is not None and of_file != code:
        raise rejection(builder.document.file, f"事项编号 {code} 与文件名不一致，请改正其中一个", "id", at=at)


def _department(builder: Builder, item: ServiceItem | None) -> str:
    said = builder.text("department")
    if said and not builder.nothing(said):
        return " ".join(said.split("\n"))
    if item is not None:
        return item.department
    raise rejection(builder.document.file, "没有写实施部门，事项清单里也没有这个事项", "department")


def _audience(builder: Builder, item: ServiceItem | None) -> Audience:
    said = builder.text("audience")
    reason = "没有写服务对象，事项清单里也没有这个事项"
    if said:
        try:
            return audience(said)
        except Unclear as unclear:
            if item is not None:
                if not _names(said, item.audience):
                    builder.warn("audience", f"{unclear.message}，按事项清单作“{item.audience}”")
                return item.audience
            reason = f"服务对象{unclear.message}"
    if item is None:
        raise rejection(builder.document.file, reason, "audience")
    return item.audience


def _names(said: str, listed: Audience) -> bool:
    """自然人、法人 names either; the item list then decides without a word."""
    try:
        return any(
            audience(part) == listed
            for part in squeezed(said).replace("和", "、").replace(",", "、").split("、")
            if part
        )
    except Unclear:
        return False
