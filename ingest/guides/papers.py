"""申请材料: which papers to bring, and what is not said of them.

A paper that is left out, or half a name, would send a citizen home again: the list is whole or absent. Form, copies and need
that a department does not print are ``None``, told once a guide and not once a paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from ingest.guides.grouped import Reader, made, records_in
from ingest.guides.heads import HEADS
from ingest.guides.lists import divided
from ingest.guides.records import Columns
from ingest.guides.said import Piece, Value, joined, texts_of
from ingest.guides.values import words as said_words
from ingest.guides.values.unclear import Unclear
from ingest.problems import shown
from ingest.words import LABELS
from knowledge.models import Material, Position

if TYPE_CHECKING:
    from ingest.guides.build import Builder

T = TypeVar("T")
Column = Literal["form", "copies", "required"]
COLUMNS: tuple[Column, ...] = get_args(Column)

_MEDIUM = re.compile(r"(?:纸质|电子|电子化|电子件|电子文件|纸质件|/|或|和|及|、|,)+(?:材料|文档|版)?")
_NOTE = re.compile(r"(?:备?注|说明|(?:温馨)?提示|注意(?:事项)?|特别提醒)\s*[：:]|[（(]?(?:以上|上述)")
_HEAD = re.compile(r".*[：:]\s*|(?:以下|下列|如下).*", re.DOTALL)
_SAYS: dict[Column, re.Pattern[str]] = {
    "form": re.compile(r"原件|复印件|影印件|正本|电子证照"),
    "copies": re.compile(r"[\d一二两三四五六七八九十壹贰叁]\s*份"),
    "required": re.compile(r"必须|必要|必交|必需|选交|可选|容缺"),
}
"""Words of a name that say a column which stands nowhere by itself."""
_SOME = 3


def materials(builder: Builder) -> tuple[Material, ...]:
    """The papers in order; empty, and told, where a line may be no paper or two."""
    gaps = Gaps(builder)
    papers = _papers(builder, records_in(builder, "materials"))
    found = made(builder, "materials", papers, lambda reader: _material(reader, gaps))
    if found:
        gaps.tell(len(found))
    return found


@dataclass
class Gaps:
    """What the papers leave unsaid or say unclearly, gathered so that it is told once."""

    builder: Builder
    unsaid: dict[Column, list[str]] = field(default_factory=dict)
    named: dict[Column, list[str]] = field(default_factory=dict)
    unclear: dict[tuple[Column, str], list[tuple[str, str, Position | None]]] = field(default_factory=dict)

    def tell(self, papers: int) -> None:
        """One warning a column that is not printed, and one for all papers of which the same words are unclear."""
        for (column, why), found in self.unclear.items():
            path, _, at = found[0]
            whose = _some([name for _, name, _ in found])
            self.builder.warn(path, f"申请材料{whose}的{LABELS[f'materials.{column}']}{why}，没有采用", at)
        told = {problem.field for problem in self.builder.problems}
        for column in COLUMNS:
            if f"materials.{column}" not in told:
                self._tell(column, papers)

    def _tell(self, column: Column, papers: int) -> None:
        path, label, at = f"materials.{column}", LABELS[f"materials.{column}"], self.builder.places.get("materials")
        if named := self.named.get(column):
            self.builder.warn(path, f"申请材料{_some(named)}的{label}写在名称里，没有单独写明，请核对", at)
        if names := self.unsaid.get(column):
            whose = "" if len(names) == papers else _some(names)
            self.builder.warn(path, f"申请材料{whose}没有写明{label}", at)


def _some(names: list[str]) -> str:
    shown_names = "".join(f"“{shown(name, 20)}”" for name in names[:_SOME])
    return shown_names if len(names) <= _SOME else f"{shown_names}等 {len(names)} 项"


def _material(reader: Reader, gaps: Gaps) -> Material:
    name = reader.text("name")
    form_text, count_text = _form_said(reader.may("form")), reader.may("copies")
    told = HEADS["materials"](f"x（{form_text}）") if form_text else {}
    form_text = told.get("form", form_text)
    count_text = count_text or told.get("copies", "")
    need_text = (
        reader.may("required") or told.get("required", "") or joined(reader.columns.get("required", ()))
    )  # 无 is an answer here, though not a clear one
    form = _value(reader, gaps, "form", form_text, said_words.form)
    copies = _value(reader, gaps, "copies", count_text, said_words.copies)
    if (form and _twice(reader, "form", form)) or (copies is not None and _twice(reader, "copies", count_text)):
        reader.tell("name", "里还有别的形式或份数，分不清是几样材料")
    required = _value(reader, gaps, "required", need_text, said_words.required)
    return Material(name=name, form=form, copies=copies, required=required, note=reader.may("note"))


def _twice(reader: Reader, column: Column, text: str) -> bool:
    """身份证（原件）、户口簿（复印件）, 身份证原件，复印件2份: one line, its name says the column too, and otherwise."""
    name, value = reader.columns["name"], reader.columns.get(column) or reader.columns.get("form", ())
    if not value or name[0].at != value[0].at:
        return False
    said = _SAYS[column].findall(joined(name))
    return bool(said) and any(word not in text for word in said)


def _form_said(text: str) -> str:
    """Of several columns about the form (材料类型 原件, 材料形式 纸质) the one that says it."""
    said = [line for line in text.split("\n") if not _MEDIUM.fullmatch(said_words.squeezed(line))]
    return said[0] if len(set(said)) == 1 else text


def _value(reader: Reader, gaps: Gaps, column: Column, text: str, read: Callable[[str], T]) -> T | None:
    name = joined(reader.columns["name"])
    if not text:
        among = gaps.named if _SAYS[column].search(name) else gaps.unsaid
        among.setdefault(column, []).append(name)
        return None
    try:
        return read(text)
    except Unclear as unclear:
        value = reader.columns.get(column) or reader.columns.get("form") or reader.columns["name"]
        place = (f"materials[{reader.index}].{column}", name, value[0].at)
        gaps.unclear.setdefault((column, unclear.message), []).append(place)
        return None


def _papers(builder: Builder, records: list[Columns]) -> list[Columns]:
    """Without lines that are notes to the whole list, which are told; empty where a line may head others or be two papers."""
    papers: list[Columns] = []
    notes: list[Piece] = []
    for columns in _divided(builder, records):
        why = _doubt(columns)
        if why:
            what = shown(joined(columns["name"]), 30)
            builder.warn("materials", f"申请材料里“{what}”{why}，申请材料整项没有采用", columns["name"][0].at)
            return []
        (notes.extend(columns["name"]) if _is_note(columns) else papers.append(_ended(columns)))
    if notes:
        builder.warn("materials", f"申请材料旁有没读进去的内容：“{shown(joined(notes), 30)}”", notes[0].at)
    return papers


def _divided(builder: Builder, records: list[Columns]) -> list[Columns]:
    """A lone line of names is divided at ；, with a warning; at 、 it is not, for that stands inside a name too."""
    if len(records) != 1 or not _is_bare(records[0]) or len(records[0]["name"]) != 1:
        return records
    line = next(iter(texts_of(records[0]["name"])), None)
    parts = divided(line.text, "；;") if line else []
    if line is None or len(parts) == len(divided(line.text, "；;、，,")) == 1:
        return records
    what = f"按分号分成了 {len(parts)} 条" if len(parts) > 1 else "只有一行，可能是几样材料"
    builder.warn("materials", f"申请材料{what}，请核对", line.at)
    return [{"name": (replace(line, text=part.rstrip("。")),)} for part in parts] if len(parts) > 1 else records


def _ended(columns: Columns) -> Columns:
    """A bare name without the sign that only divides it from the next."""
    name = columns.get("name", ())
    if not _is_bare(columns) or len(name) != 1:
        return columns
    return {"name": tuple(replace(text, text=text.text.rstrip("；;。 ")) for text in texts_of(name))}


def _is_bare(columns: Columns) -> bool:
    return bool(columns.get("name")) and not any(_others(columns))


def _others(columns: Columns) -> list[Value]:
    return [value for column, value in columns.items() if column != "name"]


def _is_note(columns: Columns) -> bool:
    return _is_bare(columns) and _NOTE.match(joined(columns["name"])) is not None


def _doubt(columns: Columns) -> str:
    """Why a line that says nothing but a name may be no paper; lines of one cell are one name, those of a list may be two."""
    name = columns.get("name", ())
    if _is_note(columns) or not name:
        return ""
    if not _is_bare(columns):
        inline = len(name) == 1 and any(value and value[0].at == name[0].at for value in _others(columns))
        return "里有几样材料" if inline and len(divided(joined(name), "；;")) > 1 else ""
    if _HEAD.fullmatch(joined(name)):
        return "不像是一样材料"
    running = len(name) == 1 and len(texts_of(name)) > 1
    return "有几行，分不清是几样材料" if running else ""
