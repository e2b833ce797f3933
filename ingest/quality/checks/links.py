"""References that lead nowhere: ids, names in quotes, articles, life events, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ingest.quality.base import Base, texts_of
from ingest.quality.findings import Finding
from ingest.quality.places import is_web
from ingest.words import Path

_URL = re.compile(r"(?:https?|ftp)[:：]//[^\s，。；、！？（）()“”‘’《》<>\"'|\u4e00-\u9fff]*", re.IGNORECASE)
_ITEM = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{2}-[0-9]{3,6}(?![0-9-])")
_SEE = re.compile(r"(?:^|[，。；（\s])(?:详见|参见|见)“([^“”]{4,40})”")


def dead(base: Base) -> Iterator[Finding]:
    """All kinds of internal references, then addresses in texts."""
    yield from _of_guides(base)
    yield from _of_menus(base)
    yield from _of_policies(base)
    yield from _of_questions(base)


def _of_guides(base: Base) -> Iterator[Finding]:
    events = {event.name for event in base.records.life_events}
    for guide in base.records.guides:
        for at, other in enumerate(guide.related):
            if other not in base.guides or other == guide.id:
                fault = "是本事项自己" if other == guide.id else "没有办事指南"
                yield Finding(
                    "错误", guide.id, ("related", at), f"相关事项 {other} {fault}", "请删掉或改成正确的事项编号"
                )
        for at, event in enumerate(guide.life_events):
            if event not in events:
                what = f"一件事“{event}”不在一件事清单里"
                yield Finding("错误", guide.id, ("life_events", at), what, "请改成清单里的名称，或请管理员新增")
        for path, text in texts_of(guide):
            if path[0] not in ("id", "related"):
                yield from _in_text(base, guide.id, path, text)


def _in_text(base: Base, about: str, path: Path, text: str) -> Iterator[Finding]:
    for item_id in dict.fromkeys(_ITEM.findall(text)):
        if item_id not in base.guides:
            yield Finding(
                "错误", about, path, f"文中提到的事项 {item_id} 没有办事指南", "请改成正确的事项编号", quotes=(text,)
            )
    for name in dict.fromkeys(_SEE.findall(text)):
        if name.replace(" ", "") not in base.names:
            what = f"文中说见“{name}”，没有叫这个名称或别名的指南"
            yield Finding("提醒", about, path, what, "请改成那份指南的名称", quotes=(text,))
    for found in _URL.finditer(text):
        yield from _address(base, about, path, found.group(), text)


def _address(base: Base, about: str, path: Path, written: str, text: str) -> Iterator[Finding]:
    """What cannot be opened as written is an error; what this site is not known to have, a reminder."""
    url = written.rstrip(".,;:!?")
    if (fault := _form_fault(url)) is not None:
        yield Finding("错误", about, path, f"网址 {url} {fault}", "请改成能打开的完整网址", quotes=(text,))
    elif base.links is not None and (fault := base.links.fault(url)) is not None:
        yield Finding("提醒", about, path, f"网址 {url} {fault}", "请打开看看，失效的请更换", quotes=(text,))


def _form_fault(url: str) -> str | None:
    if "：" in url:
        return "里用了中文冒号，点不开"
    return None if is_web(url) and "." in (urlsplit(url).hostname or "").strip(".") else "不完整，点不开"


def _of_menus(base: Base) -> Iterator[Finding]:
    """Topics, life events and the rows of the item list."""
    for number, topic in enumerate(base.records.topics):
        for at, choice in enumerate(topic.choices):
            if choice.item_id not in base.guides:
                what = f"话题“{topic.name}”的选项 {choice.item_id} 没有办事指南"
                path = (number, "choices", at, "item_id")
                yield Finding(
                    "错误", "", path, what, "请删掉这个选项或改成正确的事项编号", name=topic.name, file="topics.json"
                )
    for event in base.records.life_events:
        for item_id in event.item_ids:
            if item_id not in base.guides:
                what = f"一件事“{event.name}”里的事项 {item_id} 没有办事指南"
                yield Finding("错误", "", (), what, "请在事项清单里改正", name=event.name, file="items.tsv")
        if not event.item_ids:
            what = f"一件事“{event.name}”里没有一个事项"
            yield Finding("错误", "", (), what, "请在事项清单里写上它包含的事项", name=event.name, file="items.tsv")


def _of_policies(base: Base) -> Iterator[Finding]:
    for policy in base.records.policies:
        sections = {passage.section for passage in base.articles.get(policy.id, ())}
        for at, measure in enumerate(policy.measures):
            if measure.article not in sections:
                what = f"“{measure.title}”写的依据是{measure.article}，原文里没有这一条"
                yield Finding("错误", policy.id, ("measures", at, "article"), what, "请改成原文里的条号")
        for passage in base.articles.get(policy.id, ()):
            for found in _URL.finditer(passage.text):
                yield from _address(base, policy.id, (passage.section,), found.group(), passage.text)


def _of_questions(base: Base) -> Iterator[Finding]:
    """Questions of what is not there, one row an item or document and section."""
    for item_id, asked in base.questions.items():
        if item_id not in base.guides:
            file = f"questions/{item_id}.tsv"
            what = f"有 {len(asked)} 条问法属于事项 {item_id}，没有它的办事指南"
            yield Finding("错误", "", (), what, "请补上指南，或删掉这些问法", name=item_id, file=file)
    for document_id, section, count in _lost_sections(base):
        what = f"有 {count} 条问法指向{section or '文件'}，{'原文里没有这一条' if section else '没有这份文件'}"
        about = document_id if document_id in base.policies else ""
        file = f"policies/{document_id}.tsv"
        yield Finding("错误", about, (), what, "请改成原文里的条号", name=document_id, file=file)


def _lost_sections(base: Base) -> Iterator[tuple[str, str, int]]:
    lost: dict[tuple[str, str], int] = {}
    sections = {(passage.document_id, passage.section) for passage in base.records.passages}
    for question in base.records.policy_questions:
        known = question.document_id in base.policies
        if not known or (question.section and (question.document_id, question.section) not in sections):
            key = (question.document_id, question.section if known else "")
            lost[key] = lost.get(key, 0) + 1
    return ((document_id, section, count) for (document_id, section), count in lost.items())
