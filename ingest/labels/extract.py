"""From a policy's text to its labels: general conditions, measures, and what is left to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.labels.chunk import Chunk, Reading
from ingest.labels.found import Found
from ingest.labels.grammar import chunks_of
from ingest.labels.logic import Item, Read, read_conditions
from ingest.labels.measure import is_boilerplate, read_measure, without_aims
from ingest.labels.plain import Plain
from ingest.labels.procedure import REFERENCE, Claim, Claims, pieces, resolved
from ingest.labels.roles import SourceText, excludes, period
from ingest.labels.sections import Section, sections_of
from ingest.labels.standing import standing
from ingest.labels.tokens import LONGEST, lexer
from knowledge.measures.conditions import Atom, Condition, Not

_AGAINST = re.compile("不予|禁止|除外|负面|不得|限制|不享受|取消")
_PURPOSE = re.compile(
    "为了?(?:进一步|更好|全面)?(?:加快|推动|促进|建设|发展|扩大|支持|鼓励|做[大强优好]|提升|深化|培育|规范|加强|落实|引导|激发|巩固|打造|推进|帮助|缓解|降低|营造|增强|保障|稳定|放大)"
)
_CODED = re.compile("(?<![0-9A-Za-z])[A-T][0-9]{2,4}|门类")
_GRANTS = re.compile("(?:均?可以?|均可|可依|依照|按照?|享受|方可|才能|适用|给予|有资格)(?!.*(?:仅限|限于|须|应))")
_ALREADY = re.compile(
    rf"已(?:经)?(?:获得?|享受|申领)(?:过)?(?P<ref>{REFERENCE.pattern})(?P<rest>[^,;。]{{0,24}})的(?:企业|单位|主体)?,?(?:不再|不得|不)(?:重复)?(?:享受|申报|申请|给予|奖励)(?:本[条项款])?(?:奖励|补助|补贴|政策)?"
)


@dataclass
class Extracted:
    """One measure as read; places are of the plain text."""

    section: Section
    found: Found
    claim: Claim
    general: list[Item] = field(default_factory=list)
    humans: list[tuple[int, int]] = field(default_factory=list)
    excluded: list[Item] = field(default_factory=list)
    group: str | None = None

    @property
    def items(self) -> list[Item]:
        """All conditions, each once, general ones first; 有新增贷款 gives way to a figure of the same field."""
        merged: dict[Condition, Item] = {}
        for item in (*self.general, *self.found.items, *self.excluded):
            merged.setdefault(item.condition, item)
        kept = list(merged.values())
        return [item for item in kept if not _is_only_presence(item.condition, kept)]


def _is_only_presence(condition: Condition, items: Sequence[Item]) -> bool:
    if not isinstance(condition, Atom) or (condition.op, str(condition.value)) not in ((">", "0"), (">=", "1")):
        return False
    return (
        any(
            isinstance(other, Atom)
            and other.field == condition.field
            and other.op in (">", ">=")
            and other != condition
            and other.value >= condition.value  # type: ignore[operator]
            for other in (item.condition for item in items)
        )
        and condition.field != "revenue_growth"
    )


@dataclass
class Labels:
    """All measures of a text, with the plain text that their places are of."""

    plain: Plain
    measures: list[Extracted]


def read_labels(source: str, title: str = "", district: str | None = None) -> Labels:
    """The measures of ``source``; ``title`` and ``district`` are the document's."""
    plain, sections = sections_of(source)
    short = tuple(section for section in sections if section.end - section.start <= LONGEST)
    reader = _Reader(plain, short, title, district)
    return reader.read()


class _Reader(SourceText):
    """What holds for all measures, and between them."""

    def read(self) -> Labels:
        claimed = self.claimed()
        measures = [section for section in self.sections if section.name and self.awards(section, claimed)]
        names = [section.name for section in measures]
        self.scoped = any(_CODED.search(self.text(section)) for section in self.sections if section.name not in names)
        self.learn_terms(names)
        claims = Claims(names, {section.name: section.heading for section in measures})
        found: dict[str, Found] = {}
        for section in measures:
            found[section.name] = self._found(section, found)
        extracted = [Extracted(section, found[section.name], claims.by_name[section.name]) for section in measures]
        for one in extracted:
            for first, last in one.found.procedural:
                claims.read(self.plain, first, last, own=one.section.name)
        others = [section for section in self.sections if section.name not in names]
        for section in others:
            self._general(section, claims, self._below(section, others, extracted) or extracted)
        for one in extracted:
            self._already(one, extracted)
        self._main_term(extracted)
        return Labels(self.plain, extracted)

    def _main_term(self, measures: Sequence[Extracted]) -> None:
        """Where most measures speak of the one term that the text defines, a person says whether the others mean it too."""
        terms = list(self.dictionary.terms)
        spoken = [one for one in measures if len(terms) == 1 and terms[0] in self.text(one.section)]
        where = self.plain.text.find(terms[0]) if terms else -1
        if where < 0 or not len(measures) / 2 < len(spoken) < len(measures):
            return
        span = next(
            (span for span in pieces(self.plain.text, 0, len(self.plain.text), "。\n") if span[0] <= where < span[1]),
            None,
        )
        asked = set(self.dictionary.terms[terms[0]])
        for one in measures:
            if span is not None and one not in spoken and not asked <= {item.condition for item in one.items}:
                one.humans.append(span)

    # --- which articles are measures

    def _found(self, section: Section, earlier: Mapping[str, Found]) -> Found:
        """``earlier`` measures may be spoken of: 符合第三条规定."""
        asked = {name: tuple(item.condition for item in one.items) for name, one in earlier.items() if not one.unread}
        reading = self.reading()
        if "第" in self.text(section):
            reading.lexer = lexer(replace(self.dictionary, earlier=asked))
        return read_measure(reading, section.start, section.end)

    # --- what holds for all

    def _general(self, section: Section, claims: Claims, measures: Sequence[Extracted]) -> None:
        spans = list(pieces(self.plain.text, section.start, section.end, "。\n"))
        asking: list[tuple[int, int]] = []
        for first, last in spans:
            kind = self.kind(first, last, section)
            if kind == "procedure":
                claims.read(self.plain, first, last, about=claims.headed(section.heading))
            elif kind == "once":
                self._exclusive(first, last, measures)
            elif kind == "asks":
                asking.append((first, last))
        if asking:
            self._ask(asking, section, measures)

    def _below(self, section: Section, others: Sequence[Section], measures: Sequence[Extracted]) -> list[Extracted]:
        """The measures that a lead is of (一、影视节目制作（R8730）企业可以…：1.…), where another article says whom the whole text is for."""
        coded = [other for other in others if _CODED.search(self.text(other))]
        if section not in coded or len(coded) < 2:
            return []
        return [one for one in measures if section.name and one.section.parent == section.name]

    def _ask(self, spans: Sequence[tuple[int, int]], section: Section, measures: Sequence[Extracted]) -> None:
        reading = self.reading()
        for targets, runs in self._by_target(spans, measures):
            chunks = [
                chunk for first, last in runs for chunk in (*chunks_of(reading, first, last), period(reading, last))
            ]
            if any(other.parent == section.name for other in self.sections):
                chunks = [chunk for chunk in chunks if chunk.kind != "j"]
            if _AGAINST.search(section.heading) or _AGAINST.search(self.heading_of(section.name)):
                chunks.insert(0, Chunk("X", section.start, section.start))
            chunks = without_aims(reading, chunks)
            read = _asked(reading, chunks)
            if read.unread:
                read = self._by_meaning(reading, runs, chunks, read)
            for one in targets:
                one.general.extend(read.items)
                for span in read.unread:
                    around = next((run for run in runs if run[0] <= span[0] < run[1]), span)
                    if around not in one.humans:
                        one.humans.append(around)

    def _by_meaning(
        self, reading: Reading, runs: Sequence[tuple[int, int]], chunks: Sequence[Chunk], first: Read
    ) -> Read:
        """A second attempt: clauses that can only mean one thing are taken out, the others read without them."""
        told = {run: items for run in runs if (items := standing(reading, *run)) is not None}
        if not told:
            return first
        rest = [chunk for chunk in chunks if not any(start <= chunk.start < end for start, end in told)]
        read = _asked(reading, rest)
        read.items = [*(item for items in told.values() for item in items), *read.items]
        return read

    def _by_target(
        self, spans: Sequence[tuple[int, int]], measures: Sequence[Extracted]
    ) -> Iterator[tuple[list[Extracted], list[tuple[int, int]]]]:
        everybody: list[tuple[int, int]] = []
        for first, last in spans:
            for start, end in pieces(self.plain.text, first, last, ";"):
                runs = self._asking_clauses(start, end)
                text = self.plain.text[start:end]
                named = REFERENCE.search(text)
                names = resolved(named.group(), [one.section.name for one in measures]) if named else []
                denied = re.search(
                    rf"不(?:适用|享受|(?:得|予|能|可)(?:享受|申请|申报|申领|适用|给予))(?P<ref>{REFERENCE.pattern})",
                    text,
                )
                if denied:
                    names = resolved(denied["ref"], [one.section.name for one in measures])
                    yield [one for one in measures if one.section.name in names], runs
                elif named and names and named.start() <= 8:
                    body = start + named.end()
                    yield (
                        [one for one in measures if one.section.name in names],
                        [(max(one, body), two) for one, two in runs if two > body],
                    )
                else:
                    everybody.extend(runs)
        if everybody:
            yield list(measures), everybody

    def _asking_clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses but for 为…，制定本办法 and other words without bearing."""
        runs: list[tuple[int, int]] = []
        aim = re.match("为", self.plain.text[start:end]) and re.search(
            "制定|订立|特定|提出|出台", self.plain.text[start:end]
        )
        for first, last in pieces(self.plain.text, start, end, ","):
            clause = self.plain.text[first:last]
            if aim and not re.search("[(][A-T][0-9]|门类|登记|注册|适用|失信|异常|事故", clause):
                continue
            idle = _idle(clause, self.plain.text[start:end]) and (
                clause.startswith("为") or not self.has_conditions(first, last, but="T")
            )
            if idle or (_GRANTS.match(clause) and not self.has_conditions(first, last)):
                continue
            if runs and runs[-1][1] == first - 1:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
        return runs

    # --- between measures

    def _exclusive(self, first: int, last: int, measures: Sequence[Extracted]) -> None:
        parts = pieces(self.plain.text, first, last, ";")
        told = [
            REFERENCE.search(self.plain.text, *part) for part in parts if excludes(self.plain.text[part[0] : part[1]])
        ]
        found = next(iter(told), None)
        names = resolved(found.group(), [one.section.name for one in measures]) if found else []
        if len(names) > 1:
            for one in measures:
                if one.section.name in names:
                    one.group = "、".join(names)

    def _already(self, one: Extracted, measures: Sequence[Extracted]) -> None:
        """已获第二条奖励的，不再享受本条: not what 第二条 asks for, where that is one thing."""
        for span in list(one.found.unread):
            text = self.plain.text[span[0] : span[1]]
            found = _ALREADY.search(text)
            names = resolved(found["ref"], [other.section.name for other in measures]) if found else []
            asked = [item.condition for other in measures if other.section.name in names for item in other.found.items]
            if found and len(names) == 1 and len(asked) == 1:
                one.excluded.append(Item(Not(asked[0]), "other", span[0], span[1]))
                one.found.unread.remove(span)


def _asked(reading: Reading, chunks: Sequence[Chunk]) -> Read:
    """What general clauses ask for; words of an award bear on nothing there."""
    return read_conditions(reading, [chunk for chunk in chunks if chunk.kind not in ("v", "b", "w")])


def _idle(clause: str, sentence: str) -> bool:
    if re.search("[0-9]|失信|异常|事故", clause):
        return False
    return bool(
        (
            re.fullmatch("为.{2,120}", clause)
            and (re.search("制定|提出|出台|如下|以下措施|现就|现将", sentence) or _PURPOSE.match(clause))
        )
        or re.fullmatch(
            "(?:根据|依据|按照|贯彻).{2,120}|(?:特|现)?(?:制定|提出|出台|发布|实施)(?:本|如下|以下).{2,12}|信用.{0,4}良好|依法.{0,10}|支持.{4,40}(?:发展|壮大)|(?:现)?(?:将|就).{2,60}",
            clause,
        )
    ) or is_boilerplate(clause)
