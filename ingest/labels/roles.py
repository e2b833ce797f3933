"""What each article of a text is there for: a measure, whom it is for, how it is claimed, what words mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.labels.chunk import Chunk, Reading
from ingest.labels.found import AWARDS
from ingest.labels.grammar import chunks_of
from ingest.labels.logic import Read, read_conditions
from ingest.labels.measure import CLOSING, is_boilerplate, serves
from ingest.labels.plain import Plain
from ingest.labels.procedure import PROCEDURAL, REFERENCE, pieces, resolved
from ingest.labels.sections import Section
from ingest.labels.terms import defined, learnt, together
from ingest.labels.titles import known
from ingest.labels.tokens import Dictionary, lexer
from ingest.labels.vocabulary import words
from ingest.policies.organs import DAY_LINE, is_organ
from knowledge.measures.conditions import Condition

_FOR = re.compile(
    "支持对象|扶持对象|适用对象|适用范围|支持范围|奖励对象|奖补对象|补助对象|贴息对象|扶持范围|申报条件|基本条件|享受条件|对象和条件|对象与条件|申报主体|申报对象|适用主体|支持主体|限制条件|负面清单|申报资格|准入条件|总体要求|奖补条件|资格条件|不予支持.*|除外情形|对象|条件|范围|共同条件|一般条件|申请条件"
)
_HOW = re.compile(".*(?:办理|申报|程序|兑现|流程|实施|方式|要求|兑付|享受方式|拨付).*")
_NOT_MEASURES = re.compile(
    "^(?:办理|申报|申领|兑现|办事|操作|实施|其他|附则|有关要求|保障(?!措施|内容|政策|项目)|组织|程序|流程|怎么|如何|谁|哪些企业|不予|禁止|除外|对象|适用|条件|基本|通用|限制|先说|再说)"
)
_SAME_FIELD = re.compile(
    r"(?P<term>[一-龥]{4,10}),?(?:是指|指)(?P<what>[^,。]{4,40}(?:比重|比例|总额|金额|之和|人数|数量|增速))"
)
_MEANS = re.compile(
    r"(?P<terms>(?:“[^”]{1,6}”[、,和及]?)+|(?:以上|以下|以内|不超过|达到|超过|突破|不低于|不足)(?=均?不?(?:含|包含|包括)))[^。;]{0,6}?(?P<no>不)?(?:含|包含|包括)(?:有)?本数"
)
_ASKS = re.compile(
    "须|应当|应(?!用)|不得|不予|除外|仅限|限于|条件|方可|必须|不享受|取消|不适用|适用|失信|异常名录|事故|[（(][A-T][0-9]|门类|不再享受"
)
_BY_MODE = re.compile("(?<!一律)(?<!均为)(?:免申即享|即申即享)")
_SERIOUS = re.compile("失信|异常名录|事故|适用于|门类|[(](?:即)?[A-T][0-9]")
_AIM = re.compile(".{0,6}(?:目标|原则|背景|意义|指导思想|总体要求|总体思路)")
_GIVES = re.compile(
    "(?:[0-9]%|万元|[0-9]元|百分之).{0,40}(?:补助|奖励|补贴|贴息|资助)|(?:补助|奖励|补贴|贴息|资助|给予).{0,20}(?:[0-9]%|万元|[0-9]元|百分之)"
)
_ONCE = re.compile(
    "(?:不得|不能|不可)(?:同时|重复)(?:享受|申报|申请)|只能(?:选择|享受|申报).{0,20}(?:一项|其一|一条|之一)|择(?:一|优|高).{0,10}(?:享受|申报)?|不(?:得)?重复享受|就高不重复|不可兼得"
)


class SourceText:
    """One text with what it teaches; ``scoped`` says that it names the industries it is for."""

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

    def claimed(self) -> set[str]:
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

    def awards(self, section: Section, claimed: set[str]) -> bool:
        text = self.text(section)
        if _FOR.fullmatch(section.heading) or (
            REFERENCE.search(text) and PROCEDURAL.search(text) and not self._pays(section)
        ):
            return False
        if any(other.parent == section.name for other in self.sections) or _NOT_MEASURES.search(
            self.heading_of(section.parent)
        ):
            return False
        if self._pays(section):
            return True
        told = _GIVES.search(text) or (_BY_MODE.search(text) and not _HOW.fullmatch(section.heading))
        if told and REFERENCE.search(text) is None and self.has_conditions(section.start, section.end):
            return True
        if section.name in claimed and _GIVES.search(text) and not REFERENCE.search(text):
            return True
        if section.name in claimed and self.has_conditions(section.start, section.end):
            return not re.search("失信|异常名录|较大", text)
        return serves(self.reading(), section.start, section.end, sure=section.name in claimed)

    def heading_of(self, name: str) -> str:
        """What the line of the heading above says; a heading by itself is in no section."""
        found = (
            re.search(rf"^{re.escape(name)}、(?P<words>[^\n]{{0,24}})", self.plain.text, re.MULTILINE) if name else None
        )
        return found["words"] if found else ""

    def _pays(self, section: Section) -> bool:
        return any(chunk.kind in AWARDS for chunk in chunks_of(self.reading(), section.start, section.end))

    def learn_terms(self, names: Sequence[str]) -> None:
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
        chunks = [chunk for one in clauses for chunk in (*chunks_of(reading, *one), period(reading, one[1]))]
        return read_conditions(reading, [chunk for chunk in chunks if chunk.kind not in "vbw"])

    def kind(self, first: int, last: int, section: Section) -> str:
        """``once`` between measures, ``means`` a definition, ``procedure``, ``asks`` of everybody, or ``other``."""
        text = self.plain.text[first:last]
        if _AIM.fullmatch(section.heading) and not _SERIOUS.search(text):
            return "other"
        if any(map(excludes, text.split(";"))) and not PROCEDURAL.search(text):
            return "once"
        if (_means(text) and "即享" not in text) or _SAME_FIELD.fullmatch(text):
            return "means"
        if self._about_claiming(first, last):
            return "procedure"
        if is_organ(text) or DAY_LINE.fullmatch(text):
            return "other"
        if not section.name:
            return "asks" if self._asks_in_front(first, last) else "other"
        if self._only_defines(first, last, section):
            return "means"
        return "asks" if self._asks(first, last, section) else "other"

    def _about_claiming(self, first: int, last: int) -> bool:
        text = self.plain.text[first:last]
        told = PROCEDURAL.search(text) or (REFERENCE.search(text) and re.search("提供|提交", text))
        return bool(told) and not re.search("失信|异常名录|事故", text)

    def _asks_in_front(self, first: int, last: int) -> bool:
        """Before the first article stand titles and letters, and now and then whom it is for."""
        text = self.plain.text[first:last]
        closed = self.plain.text[last : last + 1] in ("。", ":")
        return bool(_SERIOUS.search(text)) or (closed and re.search("登记|注册", text) is not None and "《" not in text)

    def _asks(self, first: int, last: int, section: Section) -> bool:
        text = self.plain.text[first:last]
        asks = self.has_conditions(first, last)
        if not _ASKS.search(text) and not re.search("[0-9]", text) and not asks:
            return False
        if _FOR.fullmatch(section.heading) or _SERIOUS.search(text):
            return True
        closing = CLOSING.search(text) or not self.has_conditions(first, last, but="T")
        parts = pieces(self.plain.text, first, last, ";")
        if closing and all(is_boilerplate(self.plain.text[one:two]) for one, two in parts):
            return False
        return bool(_ASKS.search(text)) or asks

    def _only_defines(self, first: int, last: int, section: Section) -> bool:
        """Definitions ask nothing by themselves, but for a term of the title, and in the article on whom it is for."""
        for one, two in pieces(self.plain.text, first, last, ";"):
            text = self.plain.text[one:two]
            found = defined(text)
            if together(text) is None and (
                found is None
                or found["term"] in self.title
                or _FOR.fullmatch(section.heading)
                or not self._used(found["term"])
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

    def has_conditions(self, first: int, last: int, but: str = "") -> bool:
        return any(chunk.kind == "?" and chunk.shape != but for chunk in chunks_of(self.reading(), first, last))


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
            f"的|从事|属于|为|支持|对|、|个体工商户[和及与]?|合作社[和及与]?|以及|(?:规模|限额)以上的?|规上|限上|首次|第[零一二三四五六七八九十]+条|泉州市|{words().districts.pattern}",
            one["name"],
        )[-1]
        found.setdefault(name, set()).add(one["code"])
    return {name: tuple(codes) for name, codes in found.items() if len(codes) == 1 and len(name) > 2}


def excludes(text: str) -> bool:
    """Does a piece say that awards it names do not go together (第三条与第四条不得同时享受)?"""
    return bool(REFERENCE.search(text) and _ONCE.search(text))


def period(reading: Reading, last: int) -> Chunk:
    """What parts a run of clauses from the next: ； ， or 。"""
    mark = reading.text[last : last + 1]
    return Chunk("s" if mark == ";" else "c" if mark == "," else "p", last, last)
