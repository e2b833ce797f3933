"""The domain's words: what the government publishes, frozen and validated once at the edge.

Field meanings follow the elements of a Chinese service guide (办事指南要素); see README.md of this package.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Facet = Literal["general", "conditions", "materials", "process", "time", "fee", "place", "online", "phone", "result"]
FACETS: tuple[Facet, ...] = get_args(Facet)

Audience = Literal["个人", "企业"]
MaterialForm = Literal["原件", "复印件", "原件及复印件", "电子证照", "表格"]
AwardMode = Literal["免申即享", "即申即享", "申报"]

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""One non-empty piece of text as a department prints it."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
"""A piece of text that may be missing (empty)."""
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{3,6}$")]


class Record(BaseModel):
    """Base of all records: immutable, no unknown fields, no silent type changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Variant(Record):
    """情形: a situation whose materials or steps differ."""

    name: Line
    when: Line
    materials: tuple[Line, ...] = ()
    note: str = ""


class Material(Record):
    """申请材料: one paper to bring or file.

    ``None``: the department's document does not say; an answer then neither says nor guesses it, and a paper of which
    nobody wrote whether it is required counts as one to bring.
    """

    name: Line
    form: MaterialForm | None
    copies: Annotated[int, Field(ge=0, le=99)] | None
    required: bool | None
    note: str


class Step(Record):
    """One step of 办理流程."""

    name: Line
    detail: str


class Fee(Record):
    """收费: ``amount`` in yuan, 0 is free, ``None`` varies as ``text`` says."""

    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None
    text: Line
    basis: str


class Place(Record):
    """办理地点, with public numbers only."""

    name: Line
    address: str
    hours: str
    phone: str


class OnlineService(Record):
    """网办 channels by name."""

    available: bool
    channels: tuple[Line, ...]
    note: str


class FrequentQuestion(Record):
    """A question that citizens really ask, with its whole answer."""

    q: Line
    a: Line


class ServiceGuide(Record):
    """办事指南 of one service item (事项); limits are in working days, ``promised_days`` 0 means on the spot.

    ``None``, and empty text of ``summary`` and ``result``, mean that the department's document does not say: an answer
    then says so too.
    """

    id: ItemId
    name: Line
    department: Line
    audience: Audience
    summary: Text
    aliases: tuple[Line, ...]
    conditions: tuple[Line, ...]
    variants: tuple[Variant, ...]
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    statutory_days: Annotated[int, Field(ge=0, le=3650)] | None
    promised_days: Annotated[int, Field(ge=0, le=3650)] | None
    fee: Fee | None
    places: tuple[Place, ...]
    online: OnlineService | None
    visits: Annotated[int, Field(ge=0, le=20)] | None
    result: Text
    legal_basis: tuple[Line, ...]
    faq: tuple[FrequentQuestion, ...]
    related: tuple[ItemId, ...]
    life_events: tuple[Line, ...]


class ServiceItem(Record):
    """事项: a row of the item list, with the desk (board) that serves it."""

    id: ItemId
    name: Line
    department: Line
    audience: Audience
    board: Line
    life_event: str


class Question(Record):
    """One of the many ways to ask for a guide."""

    item_id: ItemId
    facet: Facet
    text: Line


class LifeEvent(Record):
    """一件事: items that one event in life calls for, in the item list's order."""

    name: Line
    item_ids: tuple[ItemId, ...]


class TopicChoice(Record):
    """One item that a broad wish may mean; ``why`` says in a few words when it is this one."""

    item_id: ItemId
    why: str = ""


class Topic(Record):
    """A wish too broad for one item (我想开店, 房子的事): what to ask back, and the items in order of doing or likelihood."""

    name: Line
    prompt: Line
    choices: Annotated[tuple[TopicChoice, ...], Field(min_length=2, max_length=12)]
    asks: tuple[Line, ...]


class Quote(Record):
    """The words of the text that a label rests on: ``label`` is its path (``conditions/2``, ``award``, ``deadline``), ``start:end``
    its characters in the policy file's text."""

    label: Line
    text: Line
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Measure(Record):
    """奖补条款: one award of a policy; ``conditions`` and ``award`` are the trees of the label format.

    ``exclusive_group``: of all measures with one group's name a company gets the highest only (就高不重复). ``quotes``: the
    words that the labels rest on, where they were read from a text.
    """

    id: Line
    title: Line
    mode: AwardMode
    article: Line
    conditions: dict[str, object]
    award: dict[str, object]
    documents: tuple[str, ...] = ()
    deadline: date | None = None
    exclusive_group: str | None = None
    quotes: tuple[Quote, ...] = ()


class PolicyDocument(Record):
    """惠企政策: a published document and its labelled measures."""

    id: Line
    title: Line
    issuer: Line
    level: Literal["市", "区"]
    district: str | None
    published: date
    valid_from: date
    valid_to: date | None
    measures: tuple[Measure, ...]


class Passage(Record):
    """A cited piece of a policy file: one article, with its character span ``start:end`` in the source text.

    ``title`` and ``number`` (文号, empty where the text has none) are the document's, ``section`` is the article's.
    """

    document_id: Line
    title: Line
    number: str
    section: str
    text: Line
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class PolicyQuestion(Record):
    """One of the many ways to ask for a policy file; ``section`` is the article that answers, empty for the whole."""

    document_id: Line
    section: str
    text: Line


class Position(Record):
    """An exact place inside a file, counted from 1 as people count; zero and empty where it does not apply.

    ``member`` is the file inside an archive; ``page`` a page of a PDF or a picture; ``sheet`` and ``cell`` (``B4``) a place
    of a workbook; ``table``, ``row`` and ``column`` a cell of a document's table; ``paragraph`` one of its paragraphs;
    ``line`` a line of a text file; ``path`` the way to a value in JSON or to an element in HTML.
    """

    member: str = ""
    page: Annotated[int, Field(ge=0)] = 0
    sheet: str = ""
    cell: str = ""
    table: Annotated[int, Field(ge=0)] = 0
    row: Annotated[int, Field(ge=0)] = 0
    column: Annotated[int, Field(ge=0)] = 0
    paragraph: Annotated[int, Field(ge=0)] = 0
    line: Annotated[int, Field(ge=0)] = 0
    path: str = ""

    @property
    def words(self) -> str:
        """As an editor reads it: ``第 2 页，第 1 张表第 4 行第 2 列``."""
        cell = f"第 {self.table} 张表" if self.table else ""
        cell += f"第 {self.row} 行" if self.row else ""
        cell += f"第 {self.column} 列" if self.column else ""
        parts = (
            self.member,
            f"第 {self.page} 页" if self.page else "",
            f"工作表“{self.sheet}”" if self.sheet else "",
            f"单元格 {self.cell}" if self.cell else "",
            cell,
            f"第 {self.paragraph} 段" if self.paragraph else "",
            f"第 {self.line} 行" if self.line else "",
            "" if any((self.cell, cell, self.paragraph, self.line)) else self.path,
        )
        return "，".join(part for part in parts if part)


class Origin(Record):
    """Where a guide or a policy file comes from: the department's own file, and the place of each field in it.

    ``record_id`` is an item's or a policy file's id; ``file`` the name inside the source, ``url`` its address where it was
    fetched; ``sha256`` the digest of the whole file; ``fields`` maps a field's path (``materials``, ``materials[2].copies``)
    to its place.
    """

    record_id: Line
    file: Line
    url: str = ""
    sha256: str
    fields: dict[str, Position] = {}
