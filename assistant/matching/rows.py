"""From results to what people read. All that is said of a company comes from the values that this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.matching.compiled import Label
from assistant.matching.ports import ArticleText
from assistant.matching.schemas import MatchRow, Money, NearRow, NeedRow, ReviewRow, UnknownRow, UnmetRow
from knowledge.measures.award_words import award_text, base_of, rule_text
from knowledge.measures.awards import Award, HumanAward, InKind
from knowledge.measures.conditions import Condition, Truth, Value, plain
from knowledge.measures.explain import asks, clauses_of_people, met, missing, missing_fields
from knowledge.measures.fields import field_of
from knowledge.measures.matcher import MatchResult
from knowledge.measures.near import Near, near, ranked
from knowledge.measures.say import day, yuan


@dataclass(frozen=True)
class Reader:
    """What is seen and when: the values, the fields that are hidden, the day."""

    values: Mapping[str, Value]
    hidden: frozenset[str]
    on: date


@dataclass(frozen=True)
class Judged:
    """One result with its measure, read."""

    result: MatchResult
    label: Label

    @property
    def met(self) -> bool:
        """Are all conditions met?"""
        return self.result.truth is Truth.MET

    @property
    def people(self) -> tuple[str, ...]:
        """Clauses that a person decides, of those that are not decided yet."""
        return tuple(clauses_of_people(self.result.unknown))

    def is_closed(self, on: date) -> bool:
        """Is its deadline past?"""
        deadline = self.label.measure.deadline
        return deadline is not None and deadline < on


def match_row(judged: Judged, reader: Reader, article: ArticleText, *, counted: bool) -> MatchRow:
    """A measure that is met, with how and why."""
    document, measure = judged.label.document, judged.label.measure
    award = award_text(judged.label.award, reader.values, reader.hidden)
    clauses = [met(part, reader.values, reader.on) for part in judged.label.parts]
    said = [f"贵公司{clauses[0]}", *clauses[1:]] if clauses else []
    closed = judged.is_closed(reader.on)
    if closed and measure.deadline is not None:
        said.append(f"申报已于{day(measure.deadline)}截止")
    return MatchRow(
        measure_id=measure.id,
        title=measure.title,
        level=document.level,
        award=None if judged.result.award is None else json_money(judged.result.award),
        award_text=award,
        explanation=f"{'；'.join([*said, award])}。",
        mode=measure.mode,
        document_id=document.id,
        document_title=document.title,
        article=measure.article,
        deadline=measure.deadline,
        closed=closed,
        documents=measure.documents,
        quote=article(document.id, measure.article),
        exclusive_group=measure.exclusive_group,
        applied_in_total=counted,
    )


def near_rows(judged: Iterable[Judged], reader: Reader, most: int) -> tuple[NearRow, ...]:
    """The near misses most worth telling; those whose deadline is past, or which a person must judge, are none."""
    found = []
    for one in judged:
        if one.is_closed(reader.on) or isinstance(one.label.award, HumanAward):
            continue
        miss = near(one.result.unmet[0], one.label.award, reader.values, reader.on)
        if miss is not None:
            found.append((one, miss))
    return tuple(_near_row(one, miss) for one, miss in ranked(found, most))


def _near_row(judged: Judged, miss: Near) -> NearRow:
    document, measure = judged.label.document, judged.label.measure
    clause = _clause(judged.label, judged.result.unmet[0])
    return NearRow(
        measure_id=measure.id,
        title=measure.title,
        document_id=document.id,
        document_title=document.title,
        article=measure.article,
        mode=measure.mode,
        level=document.level,
        award=None if miss.award is None else json_money(miss.award),
        award_text=_award_then(judged.label.award, miss),
        unmet=tuple(
            UnmetRow(
                field=short.atom.field,
                label=field_of(short.atom.field).label,
                op=short.atom.op,
                value=plain(short.atom.value),
                held=plain(short.held),
                gap=None if short.gap is None else json_money(short.gap),
                text=short.text,
                clause=clause,
            )
            for short in miss.shortfalls
        ),
        text=miss.text,
        closeness=round(miss.closeness, 4),
    )


def _award_then(award: Award, miss: Near) -> str:
    """What is to be had once the gap is closed; of a sum that grows with a figure, at least."""
    if isinstance(award, InKind):
        return f"做到以后可享受服务：{award.text}"
    if miss.award is None:
        return f"做到以后按{field_of(base_of(award)).label}计算奖励（{rule_text(award)}）"
    grows = base_of(award) in {short.atom.field for short in miss.shortfalls}
    return f"做到以后{'至少' if grows else ''}可得 {yuan(miss.award)}"


def _clause(label: Label, requirement: Condition) -> str:
    """The document's own words for a requirement where they were kept, else what it asks."""
    place = label.parts.index(requirement) if requirement in label.parts else -1
    labels = {f"conditions/{place}", f"conditions/all/{place}"}
    quoted = [quote.text for quote in label.measure.quotes if quote.label in labels]
    return quoted[0] if quoted else asks(requirement)


def unknown_row(judged: Judged, reader: Reader) -> UnknownRow:
    """A measure of which data is missing, with the fields that decide."""
    document, measure = judged.label.document, judged.label.measure
    needs = missing_fields(judged.result.unknown, reader.values)
    said = [missing(needs, reader.hidden), *(f"还要由部门核对：{text}" for text in judged.people)]
    return UnknownRow(
        measure_id=measure.id,
        title=measure.title,
        document_id=document.id,
        document_title=document.title,
        article=measure.article,
        mode=measure.mode,
        level=document.level,
        needs=tuple(NeedRow(field=name, label=field_of(name).label) for name in needs),
        text=f"{'；'.join(said)}。",
    )


def review_row(judged: Judged) -> ReviewRow:
    """A measure that is met but for a clause that a person decides."""
    document, measure = judged.label.document, judged.label.measure
    return ReviewRow(
        measure_id=measure.id,
        title=measure.title,
        document_id=document.id,
        document_title=document.title,
        article=measure.article,
        mode=measure.mode,
        level=document.level,
        text=f"其他条件都符合，还有条件要由部门人工核对：{'；'.join(judged.people)}。",
    )


def total_text(rows: Sequence[MatchRow], amount: Decimal, *, own: bool) -> str:
    """The total in a sentence, with what is not in it."""
    counted = [row for row in rows if row.applied_in_total]
    opening = "" if own else "按公开信息能确定的，"
    if counted:
        said = [f"{opening}预计可得 {yuan(amount)}，共 {len(counted)} 项"]
    else:
        said = [f"{opening}目前没有能算出金额的奖励"]
    said += _beside(rows)
    if not own:
        said.append("本企业登录以后可以看到其余结果")
    return f"{'；'.join(said)}。"


def _beside(rows: Sequence[MatchRow]) -> Iterable[str]:
    left = [row for row in rows if not row.applied_in_total]
    closed = sum(row.closed for row in left)
    lower = sum(row.award is not None and not row.closed for row in left)
    other = [row for row in left if row.award is None and not row.closed]
    services = sum(row.award_text.startswith("享受服务") for row in other)
    if lower:
        yield f"{lower} 项和别的奖励就高不重复，没有计入"
    if closed:
        yield f"{closed} 项的申报期已过，没有计入"
    if services:
        yield f"另有 {services} 项服务"
    if len(other) > services:
        yield f"另有 {len(other) - services} 项的金额现在算不出来，没有计入"


def json_money(amount: Decimal) -> Money:
    """A sum as a JSON number: whole ones without decimals."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def waits_for_people_only(judged: Judged, reader: Reader) -> bool:
    """Does only a person's decision stand out, and no data?"""
    return bool(judged.people) and not missing_fields(judged.result.unknown, reader.values)
