"""A department's policy file, whatever its format, into its text, its articles and the facts about it, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from ingest.documents.document import Document
from ingest.parse.policy_text import doubts_of
from ingest.policies.canonical import LONGEST, Line, lines_of
from ingest.policies.dating import Dated, Doubt, dated
from ingest.policies.facts import Fact
from ingest.policies.identity import policy_id, same_number
from ingest.policies.issuer import issuer_of, level_of
from ingest.policies.other_pages import repealed, why_not_a_policy
from ingest.policies.page import Page, PageFacts, is_furniture, line_facts, pairs_of_lines, read_page
from ingest.policies.parts import Parts, first_article, parts_of
from ingest.policies.reading import PolicyReading
from ingest.policies.sections import gaps
from ingest.policies.text import PlacedText, placed_text
from ingest.policies.titles import OTHER_NUMBER
from ingest.policies.validity import said_of_validity
from ingest.policies.vocabulary import Field, plain
from ingest.problems import forbidden_character, rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import Origin, Position

UNTRUSTED = "ocr"
"""Field of a document's warning whose place was recognised from a picture with little confidence."""


def read_policy(document: Document, *, sha256: str, on: date | None = None) -> PolicyReading:
    """Reads a policy file; ``on`` is today unless told otherwise.

    Raises RejectedFile for what is no policy file at all: an explainer, a draft, a notice about another file, a file
    without text, and one that nothing gives an id.
    """
    page = read_page(document)
    lines, facts = _own_lines(page)
    _check(document, lines)
    parts = parts_of(lines, _known_titles(document, facts))
    reason = why_not_a_policy(lines, parts, facts, document.title)
    if reason is not None:
        raise rejection(document.file, reason)
    number, contradiction = _number(parts, facts)
    name = policy_id(document, number.value if number else "")
    if name is None and contradiction:
        raise rejection(document.file, f"文号不确定：{contradiction[0].reason}，请核对")
    if name is None:
        raise rejection(
            document.file, "不知道文件编号：文件里没有单独成行的文号，请把文件名改成“文件编号.扩展名”，如 P001.docx"
        )
    untrusted = {warned.at for warned in document.warnings if warned.field == UNTRUSTED and warned.at is not None}
    text = placed_text(lines, parts, number.value if number else "", untrusted)
    found, doubts = _facts(lines, parts, facts, number, on or datetime.now().date())
    doubts = (*doubts, *contradiction)
    sure = {key: fact for key, fact in found.items() if fact.at not in untrusted}
    blurred = (
        Doubt(key, "这里的字看不清，没有采用", Fact(fact.quote, fact.quote, fact.at))
        for key, fact in found.items()
        if fact.at in untrusted
    )
    if number is not None:
        sure["number"] = number
    return PolicyReading(
        id=name,
        text=text.text,
        facts=sure,
        origin=_origin(document, name, sha256, sure, text),
        doubts=(*doubts, *blurred),
        problems=(*_told(document), *_text_problems(document, text), *_trial_without_end(document, sure)),
    )


def _known_titles(document: Document, page: PageFacts) -> tuple[str, ...]:
    """Titles told elsewhere: the page's table, the file's own title, which on a page ends with the site's name."""
    return (*(fact.value for fact in page.get("title", ())), document.title, re.split(r"[_|｜-]", document.title)[0])


def _number(parts: Parts, page: PageFacts) -> tuple[Fact[str] | None, tuple[Doubt, ...]]:
    """The text's number, or the page's; when they differ, neither."""
    printed = parts.number
    on_page = next((fact for fact in page.get("number", ()) if OTHER_NUMBER.fullmatch(plain(fact.value))), None)
    if printed is None or on_page is None or same_number(printed.value, on_page.value):
        return printed or on_page, ()
    return None, (Doubt("number", f"正文写“{printed.value}”，网页写“{on_page.value}”", on_page),)


def _own_lines(page: Page) -> tuple[tuple[Line, ...], PageFacts]:
    """The document's lines without those of the page around it, and what the page says in its table and its lines."""
    lines = lines_of(page.document)
    first = first_article(lines)
    facts: dict[Field, tuple[Fact[str], ...]] = dict(page.facts)
    pairs = pairs_of_lines(lines[:first])
    said = [pair for pair in pairs.values() if pair is not None]
    for field, fact in (*said, *(pair for line in lines[:first] for pair in line_facts(line.text, line.at))):
        facts[field] = (*facts.get(field, ()), fact)
    own = [line for place, line in enumerate(lines[:first]) if place not in pairs and not is_furniture(line.text)]
    return (*_without_page_heading(own), *lines[first:]), facts


def _without_page_heading(head: list[Line]) -> list[Line]:
    """A page often shows the title once for itself and once as the document's."""
    if not head or not head[0].heading:
        return head
    title, rest = head[0].plain, [line.plain for line in head[1:]]
    again = any(title == "".join(rest[at : at + count]) for at in range(len(rest)) for count in range(1, 5))
    return head[1:] if again else head


def _check(document: Document, lines: tuple[Line, ...]) -> None:
    if not lines:
        raise rejection(document.file, "没有读出正文文字")
    if sum(len(line.text) for line in lines) > LONGEST:
        raise rejection(document.file, f"正文超过 {LONGEST // 10_000} 万字，不像一份政策文件")
    for line in lines:
        character = forbidden_character(line.text)
        if character is not None:
            reason = f"里面有看不见的控制字符 {shown(character)}，请删掉重新输入"
            raise rejection(document.file, reason, at=line.at)


def _facts(
    lines: tuple[Line, ...], parts: Parts, page: PageFacts, number: Fact[str] | None, on: date
) -> tuple[dict[str, Fact[object]], tuple[Doubt, ...]]:
    facts: dict[str, Fact[object]] = {}
    doubts: list[Doubt] = []
    title = _title(parts, page, doubts)
    issuer = _issuer(parts, page, doubts)
    said = said_of_validity(lines[: parts.end], title.value if title else "")
    days = dated(parts, page, said, number.value if number else "", on)
    for name, fact in (("title", title), *issuer.items(), *_days(days)):
        if fact is not None:
            facts[name] = Fact(fact.value, fact.quote, fact.at)
    mark = repealed(lines, parts.end)
    if mark is not None:
        quote = Fact(mark.text, mark.text, mark.at)
        doubts.append(Doubt("valid_to", f"写着“{mark.text}”，请在标签文件里写明失效日期", quote, ended=True))
    return facts, (*doubts, *days.doubts)


def _days(days: Dated) -> Iterator[tuple[str, Fact[date] | None]]:
    yield from (("published", days.published), ("valid_from", days.valid_from), ("valid_to", days.valid_to))


def _title(parts: Parts, page: PageFacts, doubts: list[Doubt]) -> Fact[str] | None:
    on_page = _first(page, "title")
    if parts.title is None:
        if on_page is None:
            doubts.append(Doubt("title", "没有读出文件名称"))
        return on_page
    title = parts.title.value
    if on_page is not None and plain(on_page.value) not in (plain(title.whole), plain(title.own)):
        doubts.append(Doubt("title", f"网页标题“{on_page.value}”与正文标题“{title.whole}”不一致", parts.title_words))
    return Fact(title.own, parts.title.quote, parts.title.at)


def _issuer(parts: Parts, page: PageFacts, doubts: list[Doubt]) -> dict[str, Fact[str]]:
    """``issuer`` with the ``level`` and ``district`` that follow from it."""
    issuer, against = issuer_of(parts, page)
    if issuer is None:
        doubts.append(Doubt("issuer", "没有读出发文机关（正文末尾的单位名称，或网页上的发布机构）"))
        return {}
    if against is not None:
        doubts.append(Doubt("issuer", f"一处写“{issuer.value}”，一处写“{against.value}”，不知道以哪个为准", against))
        return {}
    level = level_of(issuer.value)
    if level is None:
        doubts.append(Doubt("level", f"发文机关“{issuer.value}”看不出是市级还是区级", issuer))
        return {"issuer": issuer}
    found = {"issuer": issuer, "level": Fact[str](level.level, issuer.quote, issuer.at)}
    return found | ({"district": Fact(level.district, issuer.quote, issuer.at)} if level.district else {})


def _first(page: PageFacts, field: Field) -> Fact[str] | None:
    return next(iter(page.get(field, ())), None)


def _told(document: Document) -> Iterator[Problem]:
    """What the reader of the file noticed, but for single unclear lines: their articles and facts are told below."""
    return (warned for warned in document.warnings if warned.field != UNTRUSTED)


def _text_problems(document: Document, text: PlacedText) -> Iterator[Problem]:
    yield from doubts_of(document.file, text.text)
    for section, at in text.blurred:
        yield warning(document.file, f"{section or '开头部分'}有看不清的字，没有采用，请核对", at=at)
    if text.restarted is not None:
        section, at = text.restarted
        yield warning(
            document.file, f"{section}出现了两次，从第二次起的内容没有采用；如果是附件，请在前面写明“附件”", at=at
        )
    sections = (*(article.section for article in text.text.articles), *(section for section, _ in text.blurred))
    for missing in gaps(sections):
        yield warning(document.file, f"没有读到{missing.rstrip('、')}，可能缺页或编号有误，请核对")


def _trial_without_end(document: Document, facts: dict[str, Fact[object]]) -> Iterator[Problem]:
    title = facts.get("title")
    if title is not None and re.search("试行|暂行", str(title.value)) and "valid_to" not in facts:
        reason = "名称写着试行或暂行，正文没有写明到哪一天为止，按长期有效处理，请核对"
        yield warning(document.file, reason, "valid_to", at=title.at)


def _origin(document: Document, name: str, sha256: str, facts: dict[str, Fact[object]], text: PlacedText) -> Origin:
    places = {field: fact.at for field, fact in facts.items()} | dict(text.places)
    return Origin(
        record_id=name,
        file=document.file,
        url=document.url,
        sha256=sha256,
        fields={field: _in_archive(at, document.member) for field, at in places.items()},
    )


def _in_archive(at: Position, member: str) -> Position:
    return at.model_copy(update={"member": member}) if member and not at.member else at
