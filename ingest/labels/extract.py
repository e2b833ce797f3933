"""From a policy's text to its labels: general conditions, measures, and what is left to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.labels.chunk import Chunk, Reading
from ingest.labels.grammar import chunks_of
from ingest.labels.logic import Item, Read, read_conditions
from ingest.labels.measure import AWARDS, CLOSING, Found, is_boilerplate, read_measure, serves, without_aims
from ingest.labels.plain import Plain
from ingest.labels.procedure import PROCEDURAL, REFERENCE, Claim, Claims, pieces, resolved
from ingest.labels.sections import Section, sections_of
from ingest.labels.terms import defined, learnt, together
from ingest.labels.titles import known
from ingest.labels.tokens import LONGEST, Dictionary, lexer
from ingest.labels.vocabulary import words
from ingest.policies.organs import DAY_LINE, is_organ
from knowledge.measures.conditions import Atom, Condition, Not

_FOR = re.compile(
    "支持对象|扶持对象|适用对象|适用范围|支持范围|奖励对象|奖补对象|补助对象|贴息对象|扶持范围|申报条件|基本条件|享受条件|对象和条件|对象与条件|申报主体|申报对象|适用主体|支持主体|限制条件|负面清单|申报资格|准入条件|总体要求|奖补条件|资格条件|不予支持.*|除外情形|对象|条件|范围|共同条件|一般条件|申请条件"
)
_HOW = re.compile(".*(?:办理|申报|程序|兑现|流程|实施|方式|要求|兑付|享受方式|拨付).*")
_NOT_MEASURES = re.compile(
    "^(?:办理|申报|申领|兑现|办事|操作|实施|其他|附则|有关要求|保障|组织|程序|流程|怎么|如何|谁|哪些企业|不予|禁止|除外|对象|适用|条件|基本|通用|限制|先说|再说)"
)
_AGAINST = re.compile("不予|禁止|除外|负面|不得|限制|不享受|取消")
_SAME_FIELD = re.compile(
    r"(?P<term>[一-龥]{4,10}),?(?:是指|指)(?P<what>[^,。]{4,40}(?:比重|比例|总额|金额|之和|人数|数量|增速))"
)
_MEANS = re.compile(
    r"(?P<terms>(?:“[^”]{1,6}”[、,和及]?)+|(?:以上|以下|以内|不超过|达到|超过|突破|不低于|不足)(?=均?不?(?:含|包含|包括)))[^。;]{0,6}?(?P<no>不)?(?:含|包含|包括)(?:有)?本数"
)
_ASKS = re.compile(
    "须|应当|应(?!用)|不得|不予|除外|仅限|限于|条件|方可|必须|不享受|取消|不适用|适用|失信|异常名录|事故|[（(][A-T][0-9]|门类|不再享受"
)
_PURPOSE = re.compile(
    "为了?(?:进一步|更好|全面)?(?:加快|推动|促进|建设|发展|扩大|支持|鼓励|做[大强优好]|提升|深化|培育|规范|加强|落实|引导|激发|巩固|打造|推进|帮助|缓解|降低|营造|增强|保障|稳定|放大)"
)
_BY_MODE = re.compile("(?<!一律)(?<!均为)(?:免申即享|即申即享)")
_CODED = re.compile("(?<![0-9A-Za-z])[A-T][0-9]{2,4}|门类")
_AIM = re.compile(".{0,6}(?:目标|原则|背景|意义|指导思想|总体要求|总体思路)")
_GIVES = re.compile(
    "(?:[0-9]%|万元|[0-9]元|百分之).{0,40}(?:补助|奖励|补贴|贴息|资助)|(?:补助|奖励|补贴|贴息|资助|给予).{0,20}(?:[0-9]%|万元|[0-9]元|百分之)"
)
_GRANTS = re.compile("(?:均?可以?|均可|可依|依照|按照?|享受|方可|才能|适用|给予|有资格)(?!.*(?:仅限|限于|须|应))")
_ONCE = re.compile(
    "(?:不得|不能|不可)(?:同时|重复)(?:享受|申报|申请)|只能(?:选择|享受|申报).{0,20}(?:一项|其一|一条|之一)|择(?:一|优|高).{0,10}(?:享受|申报)?|不(?:得)?重复享受|就高不重复|不可兼得"
)
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


class _Reader:
    def __init__(self, plain: Plain, sections: Sequence[Section], title: str, district: str | None) -> None:
        self.plain, self.sections = plain, sections
        self.title, self.district = title, district
        self.inclusive = dict(_inclusive(plain.text))
        self.dictionary = Dictionary({}, _industry_names(plain.text), title, district)
        self.lexer = lexer(self.dictionary)
        self.scoped = False

    def reading(self) -> Reading:
        return Reading(self.plain.text, self.lexer, self.inclusive, scoped=self.scoped)

    def text(self, section: Section) -> str:
        return self.plain.text[section.start : section.end]

    def read(self) -> Labels:
        claimed = self._claimed()
        measures = [section for section in self.sections if section.name and self._awards(section, claimed)]
        names = [section.name for section in measures]
        self.scoped = any(_CODED.search(self.text(section)) for section in self.sections if section.name not in names)
        self._learn_terms(names)
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
            self._general(section, claims, extracted)
        for one in extracted:
            self._already(one, extracted)
        return Labels(self.plain, extracted)

    # --- which articles are measures

    def _claimed(self) -> set[str]:
        """Articles that some article names with a mode: measures, even where they give no money."""
        names = [section.name for section in self.sections if section.name]
        claimed: set[str] = set()
        for section in self.sections:
            for first, last in pieces(self.plain.text, section.start, section.end, "。;\n,"):
                clause = self.plain.text[first:last]
                if re.search("免申|即申|申报|提交|材料|凭|提供|上传|报送|递交|办理|送交", clause):
                    for one in REFERENCE.finditer(clause):
                        claimed.update(resolved(one.group(), names))
        return claimed

    def _awards(self, section: Section, claimed: set[str]) -> bool:
        text = self.text(section)
        if _FOR.fullmatch(section.heading) or (
            REFERENCE.search(text) and PROCEDURAL.search(text) and not self._pays(section)
        ):
            return False
        if any(other.parent == section.name for other in self.sections) or _NOT_MEASURES.search(
            self._heading_of(section.parent)
        ):
            return False
        if self._pays(section):
            return True
        if REFERENCE.search(text) is None and self._has_conditions(section.start, section.end):
            if _GIVES.search(text) or (_BY_MODE.search(text) and not _HOW.fullmatch(section.heading)):
                return True
        if section.name in claimed and _GIVES.search(text) and not REFERENCE.search(text):
            return True
        if section.name in claimed and self._has_conditions(section.start, section.end):
            return not re.search("失信|异常名录|较大", text)
        return serves(self.reading(), section.start, section.end, sure=section.name in claimed)

    def _heading_of(self, name: str) -> str:
        """What the line of the heading above says; a heading by itself is in no section."""
        found = (
            re.search(rf"^{re.escape(name)}、(?P<words>[^\n]{{0,24}})", self.plain.text, re.MULTILINE) if name else None
        )
        return found["words"] if found else ""

    def _pays(self, section: Section) -> bool:
        return any(chunk.kind in AWARDS for chunk in chunks_of(self.reading(), section.start, section.end))

    def _found(self, section: Section, earlier: Mapping[str, Found]) -> Found:
        """``earlier`` measures may be spoken of: 符合第三条规定."""
        asked = {name: tuple(item.condition for item in one.items) for name, one in earlier.items() if not one.unread}
        reading = self.reading()
        if "第" in self.text(section):
            reading.lexer = lexer(replace(self.dictionary, earlier=asked))
        return read_measure(reading, section.start, section.end)

    def _learn_terms(self, names: Sequence[str]) -> None:
        """What the articles that are no measures define; measures are read with it."""
        spans = [
            span
            for section in self.sections
            if section.name not in names
            for span in pieces(self.plain.text, section.start, section.end, "。;\n")
        ]
        told = [(self.plain.text[first:last], first) for first, last in spans]
        terms = learnt(told, self._defined)
        own = {term: conditions for term, conditions in terms.known.items() if not known(term)}
        self.dictionary = replace(
            self.dictionary, terms=own, unknown=frozenset(term for term in terms.unknown if not _spoken(term))
        )
        self.lexer = lexer(self.dictionary)

    def _defined(self, first: int, last: int, terms: Mapping[str, tuple[Condition, ...]]) -> Read:
        reading = self.reading()
        reading.lexer = lexer(replace(self.dictionary, terms=terms))
        clauses = (
            one
            for one in pieces(self.plain.text, first, last, ",")
            if not is_boilerplate(self.plain.text[one[0] : one[1]])
        )
        chunks = [chunk for one in clauses for chunk in (*chunks_of(reading, *one), _period(reading, one[1]))]
        return read_conditions(reading, [chunk for chunk in chunks if chunk.kind not in "vbw"])

    # --- what holds for all

    def _general(self, section: Section, claims: Claims, measures: Sequence[Extracted]) -> None:
        spans = list(pieces(self.plain.text, section.start, section.end, "。\n"))
        asking: list[tuple[int, int]] = []
        for first, last in spans:
            kind = self._kind(first, last, section)
            if kind == "procedure":
                claims.read(self.plain, first, last)
            elif kind == "once":
                self._exclusive(first, last, measures)
            elif kind == "asks":
                asking.append((first, last))
        if asking:
            self._ask(asking, section, measures)

    def _kind(self, first: int, last: int, section: Section) -> str:
        text = self.plain.text[first:last]
        if _AIM.fullmatch(section.heading) and not re.search("失信|异常名录|事故|[(][A-T][0-9]|门类", text):
            return "other"
        if REFERENCE.search(text) and _ONCE.search(text) and not PROCEDURAL.search(text):
            return "once"
        if _means(text) or _SAME_FIELD.fullmatch(text):
            return "means"
        asked = _FOR.fullmatch(section.heading) is not None or section.name == ""
        if (PROCEDURAL.search(text) or (REFERENCE.search(text) and re.search("提供|提交", text))) and not re.search(
            "失信|异常名录|事故", text
        ):
            return "procedure"
        if is_organ(text) or DAY_LINE.fullmatch(text):
            return "other"
        if not section.name:
            closed = self.plain.text[last : last + 1] in ("。", ":")
            asks = re.search("失信|异常名录|适用于|门类|[(][A-T][0-9]", text) or (
                closed and re.search("登记|注册", text) and "《" not in text
            )
            return "asks" if asks else "other"
        if self._only_defines(first, last, section):
            return "means"
        if not _ASKS.search(text) and not re.search("[0-9]", text) and not self._has_conditions(first, last):
            return "other"
        if _FOR.fullmatch(section.heading) or re.search("失信|异常名录|事故|门类|[(](?:即)?[A-T][0-9]", text):
            return "asks"
        closing = CLOSING.search(text) or not self._has_conditions(first, last, but="T")
        if closing and all(
            is_boilerplate(self.plain.text[one:two]) for one, two in pieces(self.plain.text, first, last, ";")
        ):
            return "other"
        return "asks" if asked or _ASKS.search(text) or self._has_conditions(first, last) else "other"

    def _only_defines(self, first: int, last: int, section: Section) -> bool:
        """Definitions ask nothing by themselves, but for a term of the title, and in the article on whom it is for."""
        for one, two in pieces(self.plain.text, first, last, ";"):
            text = self.plain.text[one:two]
            found = defined(text)
            if together(text) is None and (
                found is None or found["term"] in self.title or _FOR.fullmatch(section.heading)
            ):
                return False
            if (
                found is not None
                and found["term"] not in self.dictionary.terms
                and not known(found["term"])
                and not _SAME_FIELD.fullmatch(text)
            ):
                return found["term"] in self.dictionary.unknown and self._used(found["term"])
        return True

    def _used(self, term: str) -> bool:
        """Does the term stand anywhere but in its definition? There it is then an unknown word, left to a person."""
        return self.plain.text.count(term) > 1

    def _has_conditions(self, first: int, last: int, but: str = "") -> bool:
        return any(chunk.kind == "?" and chunk.shape != but for chunk in chunks_of(self.reading(), first, last))

    def _ask(self, spans: Sequence[tuple[int, int]], section: Section, measures: Sequence[Extracted]) -> None:
        reading = self.reading()
        for targets, runs in self._by_target(spans, measures):
            chunks = [
                chunk for first, last in runs for chunk in (*chunks_of(reading, first, last), _period(reading, last))
            ]
            if any(other.parent == section.name for other in self.sections):
                chunks = [chunk for chunk in chunks if chunk.kind != "j"]
            if _AGAINST.search(section.heading) or _AGAINST.search(self._heading_of(section.name)):
                chunks.insert(0, Chunk("X", section.start, section.start))
            chunks = without_aims(reading, chunks)
            read = read_conditions(reading, [chunk for chunk in chunks if chunk.kind not in ("v", "b", "w")])
            for one in targets:
                one.general.extend(read.items)
                for span in read.unread:
                    around = next((run for run in runs if run[0] <= span[0] < run[1]), span)
                    if around not in one.humans:
                        one.humans.append(around)

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
                denied = re.search(rf"不(?:适用|得享受|予享受)(?P<ref>{REFERENCE.pattern})", text)
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
                clause.startswith("为") or not self._has_conditions(first, last, but="T")
            )
            if idle or (_GRANTS.match(clause) and not self._has_conditions(first, last)):
                continue
            if runs and runs[-1][1] == first - 1:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
        return runs

    # --- between measures

    def _exclusive(self, first: int, last: int, measures: Sequence[Extracted]) -> None:
        found = REFERENCE.search(self.plain.text, first, last)
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


def _period(reading: Reading, last: int) -> Chunk:
    mark = reading.text[last : last + 1]
    return Chunk("s" if mark == ";" else "c" if mark == "," else "p", last, last)


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


def _spoken(term: str) -> bool:
    """Is a term already a word for a field or a title?"""
    return known(term) is not None or any(pattern.fullmatch(term) for pattern, _ in words().fields)


def _means(text: str) -> bool:
    return bool(_MEANS.search(text))


def _inclusive(text: str) -> Iterator[tuple[str, bool]]:
    for found in _MEANS.finditer(text):
        for term in re.findall(
            "及以上|以上|以下|以内|不超过|达到|超过|突破|不低于|不少于|不足|低于|未超过", found["terms"]
        ):
            yield term, found["no"] is None


def _industry_names(text: str) -> dict[str, tuple[str, ...]]:
    """制造业（C门类）: a name with its code in brackets may stand alone elsewhere."""
    named = re.finditer(r"(?P<name>[一-龥]{2,20}业)\((?P<code>[A-T][0-9]{0,4})(?:门类|大类|中类|小类)?\)", text)
    found: dict[str, set[str]] = {}
    for one in named:
        name = re.split(
            f"的|从事|属于|为|支持|对|、|第[零一二三四五六七八九十]+条|泉州市|{words().districts.pattern}", one["name"]
        )[-1]
        found.setdefault(name, set()).add(one["code"])
    return {name: tuple(codes) for name, codes in found.items() if len(codes) == 1 and len(name) > 2}
