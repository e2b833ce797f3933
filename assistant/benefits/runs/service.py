"""Payment runs as staff see them: start, publish, settle, approve, file, replay, cancel."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import NotAllowed, Person
from assistant.benefits.errors import NotOpen, PublicityRunning, RunExists, UnknownThing
from assistant.benefits.exclusivity import exclusive_key
from assistant.benefits.matching import check_decidable, find_measure, in_force
from assistant.benefits.money import parse_yuan, text_of, words_of
from assistant.benefits.ports import MeasureLibrary, Notice, Notifier
from assistant.benefits.publicity.repository import ObjectionRepository
from assistant.benefits.repository import LedgerRepository
from assistant.benefits.runs import schemas
from assistant.benefits.runs.payment_file import payment_file
from assistant.benefits.runs.plan import ORDERS, REASONS
from assistant.benefits.runs.prepare import Preparer
from assistant.benefits.runs.repository import RunRepository, subject_of
from assistant.benefits.runs.states import MACHINE, NEXT
from assistant.clock import Clock, day_of, in_words, now
from assistant.errors import InvalidRequest, SamePerson, WrongState
from assistant.files import write_whole
from assistant.machine import actor_of
from knowledge.progress import Progress, SilentProgress


class RunService:
    """免申即享 from start to payment file."""

    def __init__(
        self,
        repository: RunRepository,
        ledger: LedgerRepository,
        objections: ObjectionRepository,
        library: MeasureLibrary,
        preparer: Preparer,
        notifier: Notifier,
        home: Path,
        publicity_days: int = 7,
        clock: Clock = now,
    ) -> None:
        self.repository = repository
        self._ledger = ledger
        self._objections = objections
        self._library = library
        self._preparer = preparer
        self._notifier = notifier
        self._files = home / "benefits" / "files"
        self._publicity_days = publicity_days
        self._clock = clock

    def start(self, person: Person, sent: schemas.RunIn, progress: Progress | None = None) -> tuple[schemas.Run, bool]:
        """Prepare the run of a measure and period, or go on with the one that there is; tells whether it is new.

        Raises UnknownMeasure, NotOpen, NeedsHuman, InvalidRequest or RunExists.
        """
        values = self._values(person, sent)
        row, new = self.repository.create(values, actor_of(person))
        if row is None:
            raise WrongState("刚才有同事处理了这次兑付，请再试一次。")
        asked = ("budget_cents", "order_rule") + (("on_date",) if sent.on else ())
        if any(getattr(row, name) != values[name] for name in asked):
            raise RunExists(f"这项政策 {row.period} 已经有一次兑付，预算或者规则不同。要改请先取消那一次。")
        self._preparer.proceed(row.id, actor_of(person), progress or SilentProgress())
        return self.one(person, row.id), new

    def _values(self, person: Person, sent: schemas.RunIn) -> dict[str, Any]:
        document, measure = find_measure(self._library, sent.measure_id)
        at = self._clock()
        on = _day(sent.on) if sent.on else day_of(at)
        if measure.mode != "免申即享":
            raise NotOpen(f"这项政策要由企业{measure.mode}，不能免申即享。")
        if not in_force(document, on):
            raise NotOpen(f"这份政策文件在 {in_words(on)}不在有效期内。")
        check_decidable(measure)
        period = sent.period or str(on.year)
        return {
            "id": secrets.token_hex(16),
            "key": f"{measure.id}/{period}",
            "measure_id": measure.id,
            "measure_title": measure.title,
            "exclusive_key": exclusive_key(measure),
            "document_title": document.title,
            "department": document.issuer,
            "period": period,
            "year": int(period[:4]),
            "on_date": on,
            "budget_cents": None if sent.budget is None else parse_yuan(sent.budget),
            "order_rule": sent.order,
            "publicity_days": sent.publicity_days or self._publicity_days,
            "state": "created",
            "version": 1,
            "prepared_by": person.id,
            "prepared_name": person.name,
            "prepared_at": at,
        }

    def all(self, person: Person) -> schemas.Runs:
        """Runs, newest first."""
        return schemas.Runs(runs=tuple(self._view(row, person) for row in self.repository.all()))

    def one(self, person: Person, run_id: str) -> schemas.Run:
        """One run with its history; raises UnknownThing."""
        row = self.find(run_id)
        events = tuple(
            schemas.RunEvent(
                at=each.at,
                action=each.action,
                action_text=MACHINE.text(each.action) or _DECIDED.get(each.action, ""),
                who=each.who_name,
                note=each.note,
            )
            for each in self._ledger.events(subject_of(run_id))
        )
        return self._view(row, person).model_copy(update={"history": events})

    def lines(self, run_id: str, status: str | None, offset: int, limit: int) -> schemas.Lines:
        """A page of a run's lines; raises UnknownThing."""
        self.find(run_id)
        rows, total = self.repository.lines(run_id, status, offset, limit)
        return schemas.Lines(lines=tuple(map(_line, rows)), total=total)

    def act(self, person: Person, run_id: str, action: str, note: str, progress: Progress | None = None) -> schemas.Run:
        """Make a step; one that has been made already is not made again.

        Raises UnknownThing, WrongState, NotAllowed, SamePerson, PublicityRunning, InvalidRequest or AlreadyPaid.
        """
        row = self.find(run_id)
        if action == "continue":
            self._preparer.proceed(run_id, actor_of(person), progress or SilentProgress())
        elif not (action == "file" and row.state == "filed"):
            self._step(row, person, action, note)
        return self.one(person, run_id)

    def _step(self, row: Row[Any], person: Person, action: str, note: str) -> None:
        step, at, actor = MACHINE.move(row.state, action), self._clock(), actor_of(person)
        if person.role not in step.roles:
            raise NotAllowed("您的账号没有做这件事的权限。")
        if step.needs_note and not note:
            raise InvalidRequest(f"请写明{step.text}的原因。")
        match action:
            case "publish":
                until = day_of(at) + timedelta(days=row.publicity_days)
                self.repository.move(row, step, actor, at, note, published_at=at, publicised_until=until)
                self._tell(row, f"正在公示，到 {in_words(until)}为止。公示以后拨款，不用申报。")
            case "approve":
                self._check_approval(row, person)
                self.repository.approve(row, step, actor, at, note)
                self._tell(row, "已经批准，等待拨款。")
            case "file":
                content = self._write_file(row)
                self.repository.move(
                    row, step, actor, at, note, filed_at=at, file_digest=hashlib.sha256(content).hexdigest()
                )
            case "cancel":
                self.repository.move(row, step, actor, at, note, key=None)
            case _:
                raise WrongState("这一步由系统自己完成。")

    def _check_approval(self, row: Row[Any], person: Person) -> None:
        if person.id in {event.who_id for event in self._ledger.events(subject_of(row.id))}:
            raise SamePerson
        if row.publicised_until is not None and day_of(self._clock()) <= row.publicised_until:
            raise PublicityRunning(f"公示到 {in_words(row.publicised_until)}为止，结束以后才能批准。")
        if self._objections.open_count(subject_of(row.id)):
            raise PublicityRunning("还有异议没有处理，处理完才能批准。")

    def _tell(self, row: Row[Any], text: str) -> None:
        """Tell every company that is to be paid."""
        self._notifier.deliver(
            [
                Notice(
                    origin=f"{subject_of(row.id)}:{row.version}",
                    credit_code=line.credit_code,
                    kind="payment",
                    title=f"免申即享：{row.measure_title}",
                    text=f"您的企业可以获得 {words_of(line.amount_cents)}，{text}",
                    measure_id=row.measure_id,
                )
                for line in self.repository.payable(row.id)
            ]
        )

    def _write_file(self, row: Row[Any]) -> bytes:
        content = payment_file(row, self.repository.payable(row.id))
        write_whole(self._path(row.id), content)
        return content

    def payments(self, run_id: str) -> tuple[str, bytes]:
        """The payment file's name and bytes, written again where it was lost; raises UnknownThing or WrongState."""
        row = self.find(run_id)
        if row.state != "filed":
            raise WrongState("兑付文件还没有生成。")
        path = self._path(run_id)
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != row.file_digest:
            content = self._write_file(row)
        if hashlib.sha256(content).hexdigest() != row.file_digest:
            raise WrongState("兑付文件和批准时的名单不一致，请不要使用，并联系管理员。")
        return f"兑付-{row.measure_id}-{row.period}.csv", content

    def replay(self, run_id: str) -> schemas.Replay:
        """Work the list out again from the frozen inputs, and compare; raises UnknownThing, WrongState or InputsDamaged."""
        row = self.find(run_id)
        if row.lines_digest is None:
            raise WrongState("名单还没有生成，没有可以比较的。")
        digest = self._preparer.planned_digest(row)
        same = digest == row.lines_digest
        if same and row.file_digest is not None:
            content = payment_file(row, self.repository.payable(row.id))
            same = hashlib.sha256(content).hexdigest() == row.file_digest
        return schemas.Replay(same=same, lines_digest=digest, stored_digest=row.lines_digest)

    def find(self, run_id: str) -> Row[Any]:
        """One run's row; raises UnknownThing."""
        row = self.repository.find(run_id)
        if row is None:
            raise UnknownThing("没有找到这次兑付。")
        return row

    def _path(self, run_id: str) -> Path:
        return self._files / f"{run_id}.csv"

    def _view(self, row: Row[Any], person: Person) -> schemas.Run:
        counts, cents, reasons = Counter[str](), Counter[str](), Counter[str]()
        for status, reason, count, sum_ in self.repository.totals(row.id):
            counts[status] += count
            cents[status] += sum_
            if reason:
                reasons[REASONS[reason]] += count
        actions = [each for each in MACHINE.actions(row.state, person.role) if each not in ("freeze", "list")]
        return schemas.Run(
            id=row.id,
            measure_id=row.measure_id,
            measure_title=row.measure_title,
            document_title=row.document_title,
            department=row.department,
            period=row.period,
            on=row.on_date,
            state=row.state,
            state_text=MACHINE.states[row.state],
            next_text=NEXT[row.state],
            actions=tuple((["continue"] if row.state in ("created", "frozen") else []) + actions),
            budget=text_of(row.budget_cents),
            order=row.order_rule,
            order_text=ORDERS[row.order_rule][0],
            publicity_days=row.publicity_days,
            prepared_by=row.prepared_name,
            prepared_at=row.prepared_at,
            published_at=row.published_at,
            publicised_until=row.publicised_until,
            approved_by=row.approved_name,
            filed_at=row.filed_at,
            inputs=schemas.InputsView(**row.inputs) if row.inputs else None,
            counts={status: counts[status] for status in ("payable", "waiting", "excluded")},
            amounts={status: text_of(cents[status]) or "" for status in ("payable", "waiting")},
            reasons=dict(reasons),
            lines_digest=row.lines_digest,
            file_digest=row.file_digest,
            open_objections=self._objections.open_count(subject_of(row.id)),
        )


_DECIDED = {"objection_upheld": "异议成立", "objection_dismissed": "异议不成立"}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidRequest("日期不对，请写成 2026-11-23 这样。") from error


def _line(row: Row[Any]) -> schemas.LineView:
    detail = f"（{row.detail}）" if row.detail else ""
    return schemas.LineView(
        seq=row.seq,
        name=row.name,
        credit_code=row.credit_code,
        amount=text_of(row.amount_cents),
        status=row.status,
        reason=row.reason,
        reason_text=REASONS[row.reason] + detail if row.reason else "",
    )
