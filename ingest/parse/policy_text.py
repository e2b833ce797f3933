"""The text of a policy file: its articles, and its number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.parse import text
from ingest.parse.articles import Article, cut
from ingest.problems import document_id_of, forbidden_character, rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import Passage, PolicyDocument, Position

_NUMBER = re.compile(r"^(?:发?文号[：:][ \t]*)?([^\s，。；：《》]{2,30}[0-9]+号)[ \t]*\r?$", re.MULTILINE)
_BLANKS = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True)
class PolicyText:
    """One document's text as published, with its ``number`` (文号, empty where it has none) and its articles."""

    source: str
    number: str
    articles: tuple[Article, ...]

    def passages(self, document: PolicyDocument) -> tuple[Passage, ...]:
        """The articles as citable pieces of ``document``; ``source[start:end]`` of each is its text."""
        return tuple(
            Passage(
                document_id=document.id,
                title=document.title,
                number=self.number,
                section=article.section,
                text=self.source[article.start : article.end],
                start=article.start,
                end=article.end,
            )
            for article in self.articles
        )

    def names(self, title: str) -> bool:
        """Does the text bear this title, however it breaks its lines?"""
        return _BLANKS.sub("", title) in _BLANKS.sub("", self.source)


def parse_policy_text(file: str, data: bytes) -> tuple[PolicyText, tuple[Problem, ...]]:
    """The cut text and warnings; raises RejectedFile when it cannot be read as text."""
    if document_id_of(file) is None:
        raise rejection(file, "文件名应当是“文件编号.md”，如 P001.md")
    source, warnings = text.decode(file, data)
    for line, content in enumerate(source.split("\n"), start=1):
        character = forbidden_character(content.removesuffix("\r"))
        if character is not None:
            raise rejection(file, f"里面有看不见的控制字符 {shown(character)}，请删掉重新输入", line=line)
    articles = cut(source)
    head = source[: next((article.start for article in articles if article.section), len(source))]
    number = _NUMBER.search(head)
    parsed = PolicyText(source, number.group(1) if number else "", articles)
    return parsed, (*warnings, *doubts_of(file, parsed))


def text_places(source: str, parsed: PolicyText) -> dict[str, Position]:
    """The line on which each article begins."""
    return {
        article.section: Position(line=source.count("\n", 0, article.start) + 1)
        for article in reversed(parsed.articles)
    }


def doubts_of(file: str, parsed: PolicyText) -> tuple[Problem, ...]:
    """What a citation will lack: the number, or articles to name."""
    doubts = []
    if not parsed.number:
        doubts.append(warning(file, "没有找到文号（应当单独写成一行，如“泉工信规〔2024〕2号”），引用时不显示文号"))
    if not any(article.section for article in parsed.articles):
        doubts.append(warning(file, "没有分出条款（第一条……或一、……），引用时只能写到文件，写不到条款"))
    return tuple(doubts)
