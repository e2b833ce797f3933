"""Stand-ins for the services behind the errands, and a conversation of several turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.applications.errors import ApplicationLocked, ApplicationNotFound, CaseSystemUnavailable
from assistant.claims.reports.errors import DraftNotFound
from assistant.claims.reports.fields import checked
from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.errands.ports import ClaimDraft, ClaimReceipt, Value
from assistant.pipeline.reply import ApplicationCard, CaseContact, CaseStage, CaseUrges, Reply
from assistant.pipeline.runner import Engine
from tests.assistant.pipeline.scripted import ScriptedIndex

ON = date(2026, 11, 24)
NUMBER, SIGNS = "LC2026000104", "003X"
CARD = ApplicationCard(
    number=NUMBER,
    item_id="GA-020",
    item_name="普通护照首次申领",
    department="公安分局",
    applicant="黄*芳",
    state="reviewing",
    state_text="正在审查",
    submitted_on=date(2026, 11, 18),
    promised_days=7,
    due_on=date(2026, 11, 27),
    due_is_estimate=False,
    days_used=4,
    days_left=3,
    overdue=False,
    limit_text="还剩 3 个工作日",
    due_text="最迟 2026 年 11 月 27 日（星期五）办好",
    stages=(
        CaseStage(name="受理", status="done", at=date(2026, 11, 18), due_on=None, note=""),
        CaseStage(name="审核", status="current", at=None, due_on=date(2026, 11, 27), note=""),
        CaseStage(name="发证", status="next", at=None, due_on=None, note=""),
    ),
    next_text="公安分局正在办理，最迟 2026 年 11 月 27 日（星期五）办完。",
    contact=CaseContact(department="公安分局", place="大厅", phone="12345", hours=""),
    can_urge=True,
    urge_reason="",
    urges=CaseUrges(count=0, left=3, next_at=None),
    can_rate=False,
    rated=None,
    page=f"/progress?number={NUMBER}",
)


@dataclass
class Cases:
    """One application; locked after five wrong tries, or away."""

    away: bool = False
    card: ApplicationCard = CARD
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def look_up(self, number: str, factor: str, client: str) -> ApplicationCard:
        self.asked.append((number, factor, client))
        if self.away:
            raise CaseSystemUnavailable
        if len(self.asked) > 5:
            raise ApplicationLocked(1800)
        if (number, factor) != (NUMBER, SIGNS):
            raise ApplicationNotFound
        return self.card


@dataclass
class Reports:
    """Drafts in memory, checked by the rules of the form."""

    kept: dict[str, dict[str, Value]] = field(default_factory=dict)
    sent: list[dict[str, Value]] = field(default_factory=list)

    def start(self, fields: Mapping[str, Value], client: str) -> ClaimDraft:
        draft_id = f"{len(self.kept) + 1:032x}"
        self.kept[draft_id] = dict(fields)
        return self.draft(draft_id)

    def draft(self, draft_id: str) -> ClaimDraft:
        if draft_id not in self.kept:
            raise DraftNotFound
        fields = self.kept[draft_id]
        _, faults = checked(fields, ON)
        missing = tuple((one.field, one.label) for one in faults if one.missing)
        wrong = {one.field: one.message for one in faults if not one.missing}
        return ClaimDraft(draft_id, dict(fields), missing, wrong, 0, date(2026, 12, 24))

    def put(self, draft_id: str, name: str, value: Value | None) -> ClaimDraft:
        self.draft(draft_id)
        self.kept[draft_id].pop(name, None)
        if value is not None:
            self.kept[draft_id][name] = value
        return self.draft(draft_id)

    def delete(self, draft_id: str) -> None:
        self.draft(draft_id)
        del self.kept[draft_id]

    def submit(self, draft_id: str, client: str) -> ClaimReceipt:
        self.sent.append(self.kept.pop(draft_id))
        return ClaimReceipt("SP20261124ABCDE", "K7M2P9QX", "收到。", "现在只是疑似。")

    @property
    def only(self) -> dict[str, Value]:
        """The fields of the one draft."""
        (fields,) = self.kept.values()
        return fields


@dataclass
class Talk:
    """A conversation; after each turn its state goes through the database's form and back."""

    index: ScriptedIndex = field(default_factory=ScriptedIndex)
    cases: Cases = field(default_factory=Cases)
    reports: Reports = field(default_factory=Reports)
    state: DialogueState = DialogueState()

    def say(self, said: str, **given: object) -> Reply:
        engine = Engine(lambda: self.index)
        engine.applications, engine.claims = self.cases, self.reports
        made = TurnInput(said, "s", "r", state=self.state, on=ON, client="198.51.100.7", **given)  # type: ignore[arg-type]
        reply, state = engine.reply(made)
        self.state = DialogueState.model_validate_json(state.model_dump_json())
        return Reply.model_validate(reply.model_dump())

    def says(self, *lines: str) -> Reply:
        """Several turns; the last reply."""
        return [self.say(line) for line in lines][-1]
