"""When a document was issued, from when and until when it holds: every source of each day compared, none preferred unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ingest.policies.dates import DAY_ONLY, Span, day
from ingest.policies.facts import Fact
from ingest.policies.identity import year_of
from ingest.policies.page import PageFacts
from ingest.policies.parts import Parts
from ingest.policies.validity import ISSUED, OPEN, POSTED, End, Said, Start, period_of
from ingest.policies.vocabulary import plain, vocabulary

_FARTHEST_DAYS = 3 * 366


@dataclass(frozen=True)
class Doubt:
    """Why a field is absent (``field`` and a reason), in words for an editor, with the place that raises it.

    ``ended``: it is said that the document holds no longer, only not since when.
    """

    field: str
    reason: str
    about: Fact[str] | None = None
    ended: bool = False


@dataclass(frozen=True)
class Dated:
    """The days that are certain, and what keeps the others from being so. ``valid_to`` absent: no end is stated."""

    published: Fact[date] | None
    valid_from: Fact[date] | None
    valid_to: Fact[date] | None
    doubts: tuple[Doubt, ...]


def dated(parts: Parts, page: PageFacts, said: Said, number: str, on: date) -> Dated:
    """``on`` is the day of reading, which alone tells whether a page's 失效 agrees with the text."""
    doubts: list[Doubt] = []
    written = _one("published", [*_days(parts.signed), *_page_days(page, "written")], doubts)
    printed, posted = _days(parts.printed), _page_days(page, "posted")
    published = written or (None if doubts else _one("published", printed or posted, doubts))
    if published is None and not doubts:
        doubts.append(Doubt("published", "没有读出发文日期（正文末尾的日期，或网页上的成文日期）"))
    said = _with_page(said, page)
    doubts.extend(Doubt("valid_from", f"写到了有效期，但这句话读不明白：“{one.quote}”", one) for one in said.unclear)
    issued = _IssueDays(written, printed, posted)
    valid_from = _start(said, issued, page, doubts)
    valid_to = _end(said, issued, valid_from, doubts) if valid_from else None
    if valid_from and valid_to and valid_to.value < valid_from.value:
        doubts.append(Doubt("valid_to", f"失效日期 {valid_to.value} 早于施行日期 {valid_from.value}", _words(valid_to)))
    doubts.extend(_status_doubts(page, valid_to, on))
    if published is not None:
        doubts.extend(_improbable(published, valid_from, number))
    return Dated(published, valid_from, valid_to, tuple(doubts))


def _improbable(published: Fact[date], valid_from: Fact[date] | None, number: str) -> Iterator[Doubt]:
    """A misprint, or a figure misread from a scan: the number's year and the days must fit one another."""
    year = year_of(number)
    if year is not None and year != published.value.year:
        yield Doubt("published", f"文号是 {year} 年的，发文日期却是“{published.quote}”", _words(published))
    if valid_from is not None and abs((valid_from.value - published.value).days) > _FARTHEST_DAYS:
        reason = f"施行日期 {valid_from.value} 与发文日期 {published.value} 相差太远"
        yield Doubt("valid_from", reason, _words(valid_from))


@dataclass(frozen=True)
class _IssueDays:
    written: Fact[date] | None
    printed: list[Fact[date]]
    posted: list[Fact[date]]

    def of(self, kind: Start) -> list[Fact[date]]:
        """What 印发之日 (the day of the document, or of its printing) and 发布之日 (or of its posting) may mean."""
        written = [self.written] if self.written else []
        return [*written, *self.printed] if kind == ISSUED else [*(written or self.printed), *self.posted]


def _days(facts: Iterable[Fact[str]]) -> list[Fact[date]]:
    read = ((day(plain(fact.value)), fact) for fact in facts)
    return [Fact(value, fact.quote, fact.at) for value, fact in read if value is not None]


def _page_days(page: PageFacts, name: str) -> list[Fact[date]]:
    found = (
        (DAY_ONLY.match(plain(fact.value)), fact) for field, facts in page.items() if field == name for fact in facts
    )
    return _days(Fact(match.group(), fact.quote, fact.at) for match, fact in found if match)


def _one(field: str, facts: list[Fact[date]], doubts: list[Doubt]) -> Fact[date] | None:
    """The first, when all agree."""
    other = next((fact for fact in facts[1:] if fact.value != facts[0].value), None)
    if other is not None:
        reason = f"有两个不同的日期（“{facts[0].quote}”和“{other.quote}”），不知道以哪个为准"
        doubts.append(Doubt(field, reason, _words(other)))
        return None
    return facts[0] if facts else None


def _words(fact: Fact[date]) -> Fact[str]:
    return Fact(fact.quote, fact.quote, fact.at)


def _with_page(said: Said, page: PageFacts) -> Said:
    """A page's 有效期 says the same things as a sentence; one that is not understood says nothing."""
    starts: list[Fact[Start]] = list(said.starts)
    ends: list[Fact[End]] = list(said.ends)
    for fact in page.get("period", ()):
        start, end, _ = period_of(fact.value)
        if start is not None:
            starts.append(Fact(start, fact.quote, fact.at))
        if end is not None:
            ends.append(Fact(end, fact.quote, fact.at))
    return Said(tuple(starts), tuple(ends), said.unclear)


def _start(said: Said, issued: _IssueDays, page: PageFacts, doubts: list[Doubt]) -> Fact[date] | None:
    days: list[Fact[date]] = []
    for fact in said.starts:
        found = _resolved(fact, issued)
        if not found:
            word = "发布" if fact.value == POSTED else "印发"
            doubts.append(Doubt("valid_from", f"写着“{fact.quote}”，但没有读出{word}日期", _quoted(fact)))
        days.extend(found)
    days.extend(_page_days(page, "valid_from"))
    before = len(doubts)
    chosen = _one("valid_from", days, doubts)
    if chosen is None and before == len(doubts) and not any(doubt.field == "valid_from" for doubt in doubts):
        doubts.append(Doubt("valid_from", "没有读出施行日期（全文没有写明从哪一天起施行）"))
    return chosen


def _resolved(fact: Fact[Start], issued: _IssueDays) -> list[Fact[date]]:
    if isinstance(fact.value, date):
        return [Fact(fact.value, fact.quote, fact.at)]
    return [Fact(one.value, f"{fact.quote}（{one.quote}）", fact.at) for one in issued.of(fact.value)]


def _quoted(fact: Fact[Start]) -> Fact[str]:
    return Fact(fact.quote, fact.quote, fact.at)


def _end(said: Said, issued: _IssueDays, start: Fact[date], doubts: list[Doubt]) -> Fact[date] | None:
    """The last day; ``None`` without a doubt when no end is stated, or 长期."""
    days = list(_ends(said, start))
    open_ends = [fact for fact in said.ends if fact.value == OPEN]
    if days and open_ends:
        doubts.append(
            Doubt("valid_to", f"一处写长期有效，一处写“{days[0].quote}”", Fact("", open_ends[0].quote, open_ends[0].at))
        )
        return None
    return _one("valid_to", days, doubts)


def _ends(said: Said, start: Fact[date]) -> Iterator[Fact[date]]:
    for fact in said.ends:
        if isinstance(fact.value, Span):
            yield Fact(fact.value.last_day(start.value), fact.quote, fact.at)
        elif isinstance(fact.value, date):
            yield Fact(fact.value, fact.quote, fact.at)


def _status_doubts(page: PageFacts, valid_to: Fact[date] | None, on: date) -> Iterator[Doubt]:
    """What the page marks as ended must have ended by its own text; then it is published as expired."""
    for fact in page.get("valid_to", ()):
        yield Doubt("valid_to", f"网页写着“{fact.quote}”，这份文件可能已经停用，请在标签文件里写明失效日期", fact, True)
    for fact in page.get("status", ()):
        status = plain(fact.value).strip("()[]【】")
        ended = status in vocabulary().status.ended
        if ended and (valid_to is None or valid_to.value >= on):
            yield Doubt(
                "valid_to", f"网页写着“{fact.quote}”，但正文里读不出它已经到期，请在标签文件里写明失效日期", fact
            )
        elif not ended and status not in vocabulary().status.in_force | vocabulary().status.not_yet:
            yield Doubt("valid_to", f"网页写着“{fact.quote}”，不知道现在是否有效", fact)
