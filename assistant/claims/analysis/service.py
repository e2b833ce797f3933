"""Figures of the register in force for one reader."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant import csv_safe
from assistant.claims.analysis import schemas
from assistant.claims.analysis.shown import TooFew, View, money
from assistant.claims.persons.words import KINDS, OUTCOMES
from knowledge.complaints import concentration, series, similar
from knowledge.complaints.columns import FREQUENT, Columns, Filter, Rows
from knowledge.complaints.complaint import OUTCOMES as OUTCOME_CODES
from knowledge.complaints.concentration import Group, Groups, Sort
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.similar import SimilarCases
from knowledge.errors import SnapshotUnavailable

CurrentRegister = Callable[[], RegisterInForce | None]
MOST_IN_FILE = 5000
_HEADER = (
    "经营者", "统一社会信用代码", "行业", "件数", "投诉", "举报", "诉讼", "涉及人数", "格式化文本占比", "前三人占比", "多件投诉人占比",
    "诉求金额（元）", "赔付金额（元）", "最早", "最近", "值得注意",
)  # fmt: skip


class Held:
    """One version: its columns, and the index of similar cases, made when first asked for, once."""

    def __init__(self, register: RegisterInForce) -> None:
        self.register = register
        self.columns = Columns(register)
        self._lock = threading.Lock()
        self._similar: SimilarCases | None = None

    @property
    def similar(self) -> SimilarCases:
        """The index; a hundred thousand complaints take some seconds, for the first who asks."""
        with self._lock:
            if self._similar is None:
                self._similar = similar.build(self.columns)
            return self._similar


class Kept:
    """Follows the register in force; whatever was worked out of a version goes with it."""

    def __init__(self, register: CurrentRegister) -> None:
        self._register = register
        self._lock = threading.Lock()
        self._held: Held | None = None

    def current(self) -> Held:
        """The version in force; raises SnapshotUnavailable where there is none."""
        register = self._register()
        if register is None:
            raise SnapshotUnavailable("还没有导入投诉举报台账")
        return self.of(register)

    def of(self, register: RegisterInForce) -> Held:
        """What was worked out of one version."""
        with self._lock:
            if self._held is None or self._held.register is not register:
                self._held = Held(register)
            return self._held


@dataclass(frozen=True)
class Page:
    """Which part of a list, and in which order."""

    offset: int = 0
    limit: int = 50
    sort: Sort = "complaints"
    typed: str = ""


class AnalysisService:
    """Reads only."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def summary(self, view: View, chosen: Filter) -> schemas.Summary:
        """All that is chosen; raises NotFound for an unknown trader, SnapshotUnavailable."""
        held = self._kept.current()
        found = series.summary(held.columns, enough(held, view, chosen))
        open_ = view.count(sum(found.kinds.values())) is not None
        few, findings = view.count, held.register.findings
        proposed = [one.proposal for one in findings.persons] if findings else []
        return schemas.Summary(
            **about(held, view),
            first_on=view.day(found.first_on),
            last_on=view.day(found.last_on),
            kinds=view.counts(found.kinds),
            total=few(sum(found.kinds.values())),
            persons=few(found.persons),
            frequent=found.frequent
            and schemas.Frequent(least=FREQUENT, persons=few(found.frequent[0]), complaints=few(found.frequent[1])),
            formatted=found.formatted
            and schemas.Formatted(groups=few(found.formatted[0]), complaints=few(found.formatted[1])),
            demanded=money(found.demanded) if open_ else "",
            received=money(found.received) if open_ else "",
            proposals=schemas.Proposals(review=few(proposed.count("review")), handover=few(proposed.count("handover")))
            if findings
            else None,
        )

    def series(self, view: View, chosen: Filter) -> schemas.Series:
        """Month by month; raises as ``summary``."""
        held = self._kept.current()
        months = series.by_month(held.columns, enough(held, view, chosen))
        return schemas.Series(**about(held, view), months=tuple(_month(view, month) for month in months))

    def kinds(self, view: View, chosen: Filter) -> schemas.Kinds:
        """Kinds by outcome; raises as ``summary``."""
        held = self._kept.current()
        rows = series.by_outcome(held.columns, enough(held, view, chosen))
        return schemas.Kinds(
            **about(held, view),
            outcomes=tuple(schemas.OutcomeLabel(code=code, label=label) for code, label in OUTCOMES.items()),
            kinds=tuple(_kind(view, row) for row in rows),
        )

    def trades(self, view: View, chosen: Filter, page: Page) -> schemas.Trades:
        """Trades; raises as ``summary``."""
        held = self._kept.current()
        figures, names = concentration.trades(held.columns, held.columns.rows(view.chosen(chosen)))
        listed, few = _listed(view, figures, figures.sorted(page.sort).tolist())
        shown = [concentration.trade_group(figures, names, at) for at in listed[page.offset : page.offset + page.limit]]
        groups = tuple(_group(view, each) for each in shown)
        return schemas.Trades(**about(held, view), trades=groups, total=len(listed), few=few)

    def traders(self, view: View, chosen: Filter, page: Page) -> schemas.Traders:
        """Traders; raises as ``summary``."""
        held = self._kept.current()
        groups, total, few = self._traders(held, view, chosen, page)
        shown = tuple(_group(view, each) for each in groups)
        return schemas.Traders(**about(held, view), traders=shown, total=total, few=few)

    def traders_file(self, view: View, chosen: Filter, sort: Sort) -> bytes:
        """The traders as a CSV that Excel opens; raises as ``summary``."""
        held = self._kept.current()
        groups, _, _ = self._traders(held, view, chosen, Page(0, MOST_IN_FILE, sort))
        mark = ["（示例数据，不是真实投诉）"] if held.register.sample else []
        lines = [[*mark, *([""] * (len(_HEADER) - len(mark)))]] if mark else []
        return csv_safe.BOM + csv_safe.rows_of([*lines, _HEADER, *(_line(_group(view, each)) for each in groups)])

    def _traders(self, held: Held, view: View, chosen: Filter, page: Page) -> tuple[list[Group], int, schemas.Few]:
        columns = held.columns
        figures = concentration.traders(columns, columns.rows(view.chosen(chosen)))
        listed, few = _listed(view, figures, figures.sorted(page.sort).tolist())
        if page.typed:
            listed = [at for at in listed if self._fits(held, view, at, page.typed)]
        part = listed[page.offset : page.offset + page.limit]
        shown = [view.group(concentration.trader_group(columns, figures, at), person_like=True) for at in part]
        return shown, len(listed), few

    def _fits(self, held: Held, view: View, at: int, typed: str) -> bool:
        """Whether what the reader may see of a trader holds what was typed: a search never tells what is masked."""
        traders = held.columns.traders
        name, code = view.trader(traders.names[at], traders.codes[at])
        return typed in name or (code is not None and code.startswith(typed.upper()))


def about(held: Held, view: View) -> dict[str, object]:
    """What every answer holds."""
    register = held.register
    return {
        "version": register.version,
        "sample": register.sample,
        "linked": register.links is not None,
        "few_under": view.few_under,
    }


def enough(held: Held, view: View, chosen: Filter) -> Rows:
    """The rows that are meant; raises TooFew where they are of too few persons for the reader, NotFound for an unknown trader."""
    rows = held.columns.rows(view.chosen(chosen))
    if view.narrow and len(rows) and not view.listed(series.persons_in(held.columns, rows), len(rows)):
        raise TooFew
    return rows


def _listed(view: View, figures: Groups, order: Iterable[int]) -> tuple[list[int], schemas.Few]:
    """The groups that are listed, in order, and how much is not."""
    listed, groups, complaints = [], 0, 0
    for at in order:
        persons = None if figures.persons is None else int(figures.persons[at])
        if view.listed(persons, int(figures.complaints[at])):
            listed.append(at)
        else:
            groups, complaints = groups + 1, complaints + int(figures.complaints[at])
    return listed, schemas.Few(groups=groups, complaints=complaints)


def _month(view: View, month: series.Month) -> schemas.Month:
    return schemas.Month(
        month=month.month,
        counts=view.counts(month.counts),
        total=view.count(sum(month.counts.values())),
        formatted=view.count(month.formatted),
        persons=view.count(month.persons),
    )


def _kind(view: View, row: series.Ending) -> schemas.KindRow:
    total = sum(row.outcomes.values())
    open_ = view.count(total) is not None
    return schemas.KindRow(
        kind=row.kind,
        label=KINDS[row.kind],
        outcomes=view.counts({code: row.outcomes[code] for code in OUTCOME_CODES}),
        total=view.count(total),
        demanded=money(row.demanded) if open_ else "",
        received=money(row.received) if open_ else "",
        median_demanded=money(row.median_demanded) if open_ and row.median_demanded is not None else None,
        median_received=money(row.median_received) if open_ and row.median_received is not None else None,
    )


def _group(view: View, group: Group) -> schemas.Group:
    return schemas.Group(
        id=group.id,
        name=group.name,
        code=group.code,
        trade=group.trade,
        complaints=group.complaints,
        kinds=view.counts(group.kinds),
        persons=group.persons,
        formatted_share=group.formatted_share,
        top_share=group.top_share,
        frequent_share=group.frequent_share,
        demanded=money(group.demanded),
        received=money(group.received),
        first_on=group.first_on,
        last_on=group.last_on,
        reasons=group.reasons,
    )


def _line(group: schemas.Group) -> list[str]:
    shares = (group.formatted_share, group.top_share, group.frequent_share)
    return [
        group.name,
        group.code or "",
        group.trade or "",
        str(group.complaints),
        *("少于5" if number is None else str(number) for number in group.kinds.values()),
        "" if group.persons is None else str(group.persons),
        *("" if share is None else f"{share:.1%}" for share in shares),
        group.demanded,
        group.received,
        str(group.first_on),
        str(group.last_on),
        "；".join(group.reasons),
    ]
