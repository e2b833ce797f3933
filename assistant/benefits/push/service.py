"""政策上门: work out once whom a measure suits, tell each of them, and honour who wants no messages."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.benefits.errors import NotOpen, UnknownThing
from assistant.benefits.matching import find_measure, in_force
from assistant.benefits.money import expected, text_of
from assistant.benefits.ports import CompaniesInForce, Eligible, Labelled, MeasureLibrary, Notice, Notifier
from assistant.benefits.push import schemas
from assistant.benefits.push.categories import categories, of_measure
from assistant.benefits.push.repository import PushRepository
from assistant.benefits.runs.inputs import columns_of
from assistant.clock import Clock, day_of, in_words, now
from assistant.csv_safe import BOM, rows_of
from assistant.errors import InvalidRequest

_HEADER = ("统一社会信用代码", "企业名称", "预计金额（元）", "是否推送")


class Inbox:
    """The default :class:`assistant.benefits.ports.Notifier`: companies read their notices when they are signed in."""

    def __init__(self, repository: PushRepository, clock: Clock = now) -> None:
        self._repository = repository
        self._clock = clock

    def deliver(self, notices: Sequence[Notice]) -> None:
        """See the port."""
        self._repository.deliver(notices, [secrets.token_hex(16) for _ in notices], self._clock())


class PushService:
    """Push lists, one a measure, and the inbox of each company."""

    def __init__(
        self,
        repository: PushRepository,
        library: MeasureLibrary,
        companies: CompaniesInForce,
        eligible: Eligible,
        notifier: Notifier,
        clock: Clock = now,
    ) -> None:
        self._repository = repository
        self._library = library
        self._companies = companies
        self._eligible = eligible
        self._notifier = notifier
        self._clock = clock

    def push(self, person: Person, measure_id: str) -> tuple[schemas.Push, bool]:
        """Make the list of a measure, once, and deliver what is not delivered yet; raises UnknownMeasure or NotOpen."""
        labelled = find_measure(self._library, measure_id)
        row = self._repository.by_measure(measure_id)
        new = False
        if row is None:
            row, new = self._create(person, labelled)
        if row is None:
            raise UnknownThing("没有找到这个推送名单。")
        # Also where the list was there: a process that was killed may have left notices undelivered.
        self._notifier.deliver(self._notices(row, labelled))
        return self._view(row), new

    def _create(self, person: Person, labelled: Labelled) -> tuple[Row[Any] | None, bool]:
        at, (document, measure) = self._clock(), labelled
        on = day_of(at)
        if not in_force(document, on):
            raise NotOpen(f"这份政策文件在 {in_words(on)}不在有效期内，不推送。")
        companies = self._companies()
        table = companies.table(columns_of([labelled]))
        matched = self._eligible([labelled], on, table)[0]
        codes, names = table.column("credit_code"), table.column("name")
        unwilling = self._repository.opted_out(of_measure(labelled))
        push_id = secrets.token_hex(16)
        listed = [
            {
                "push_id": push_id,
                "credit_code": code,
                "name": names[row].as_py(),
                "amount_cents": cents,
                "opted_out": code in unwilling,
            }
            for row, cents in matched
            for code in (codes[row].as_py(),)
        ]
        push = {
            "id": push_id,
            "measure_id": measure.id,
            "measure_title": measure.title,
            "document_title": document.title,
            "department": document.issuer,
            "label_version": self._library.version,
            "portrait_version": companies.version,
            "companies": len(listed),
            "opted_out": sum(each["opted_out"] for each in listed),
            "by_name": person.name,
            "at": at,
        }
        return self._repository.create(push, listed)

    def _notices(self, row: Row[Any], labelled: Labelled) -> list[Notice]:
        _, measure = labelled
        unwilling = self._repository.opted_out(of_measure(labelled))
        todo = {
            "免申即享": "不用申报，符合条件的由部门直接兑付。",
            "即申即享": "在线提交，条件符合的马上通过。",
            "申报": f"请在 {in_words(measure.deadline)}前申报。" if measure.deadline else "请在线申报。",
        }[measure.mode]
        return [
            Notice(
                origin=_origin(row.id),
                credit_code=each.credit_code,
                kind="push",
                title=f"您的企业可能可以享受“{row.measure_title}”",
                text=f"依据《{row.document_title}》，{expected(each.amount_cents)}。{todo}",
                measure_id=row.measure_id,
            )
            for each in self._repository.companies(row.id, wanting=True)
            if each.credit_code not in unwilling
        ]

    def all(self) -> schemas.Pushes:
        """Lists, newest first."""
        return schemas.Pushes(pushes=tuple(map(self._view, self._repository.all())))

    def export(self, push_id: str) -> tuple[str, bytes]:
        """A list for the department: name and bytes of a CSV; raises UnknownThing."""
        row = self._repository.find(push_id)
        if row is None:
            raise UnknownThing("没有找到这个推送名单。")
        rows = [
            (each.credit_code, each.name, text_of(each.amount_cents) or "", "不推送" if each.opted_out else "已推送")
            for each in self._repository.companies(push_id)
        ]
        return f"政策上门-{row.measure_id}.csv", BOM + rows_of([_HEADER, *rows])

    def choices(self, credit_code: str) -> schemas.Categories:
        """What a company wants notices of."""
        chosen = self._repository.choices(credit_code)
        offered = dict(categories(self._library.measures()))
        return schemas.Categories(
            categories=tuple(
                schemas.Category(category=category, label=label, opted_out=category in chosen)
                for category, label in offered.items()
            )
        )

    def choose(self, credit_code: str, sent: schemas.OptOutIn) -> schemas.Categories:
        """Opt out of a category, or in again; raises InvalidRequest for one that there is not."""
        if sent.category not in categories(self._library.measures()):
            raise InvalidRequest("没有这个推送类别，请刷新页面再选。")
        self._repository.choose(credit_code, sent.category, sent.opted_out, self._clock())
        return self.choices(credit_code)

    def inbox(self, credit_code: str) -> schemas.Notices:
        """A company's notices."""
        rows, unread = self._repository.inbox(credit_code)
        shown = tuple(
            schemas.NoticeView(
                id=row.id,
                kind=row.kind,
                title=row.title,
                text=row.text,
                measure_id=row.measure_id,
                at=row.at,
                read=row.read_at is not None,
            )
            for row in rows
        )
        return schemas.Notices(notices=shown, unread=unread)

    def read(self, credit_code: str, notice_id: str) -> None:
        """Mark a notice as read; raises UnknownThing for another company's too."""
        if not self._repository.read(credit_code, notice_id, self._clock()):
            raise UnknownThing("没有找到这条通知。")

    def _view(self, row: Row[Any]) -> schemas.Push:
        return schemas.Push(
            id=row.id,
            measure_id=row.measure_id,
            measure_title=row.measure_title,
            document_title=row.document_title,
            department=row.department,
            companies=row.companies,
            notified=self._repository.notified(_origin(row.id)),
            opted_out=row.opted_out,
            by=row.by_name,
            at=row.at,
        )


def _origin(push_id: str) -> str:
    return f"push:{push_id}"
