"""What readers see of a report: the company its way and its questions, the staff the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from assistant.claims.reports import schemas
from assistant.claims.reports.fields import CHANNELS, FIELDS
from assistant.claims.reports.states import COMPANY_TEXTS, MACHINE

_RESULTS = ("decline", "close")


def receipt(row: Row[Any], code: str | None) -> schemas.Receipt:
    """The answer to a report that was sent."""
    message = "我们已经收到您反映的情况。请记下回执编号和查询码，查询和补充时要用，查询码只显示这一次。"
    if code is None:
        message = "这份举报以前已经提交过了。查询码已经显示过，忘记了请打电话告诉工作人员回执编号。"
    return schemas.Receipt(
        receipt=row.receipt,
        code=code,
        submitted_at=row.submitted_at,
        message=message,
        next_text="工作人员会核对您反映的情况；对方是不是恶意索赔，要由工作人员依法认定，现在只是疑似。",
    )


def status(row: Row[Any], events: Sequence[Row[Any]], files: Sequence[schemas.Evidence]) -> schemas.Status:
    """How a report stands."""
    return schemas.Status(
        receipt=row.receipt,
        state=row.state,
        state_text=COMPANY_TEXTS[row.state][0],
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
        steps=_steps(row, events),
        message=_message(row, events) + ("" if not _infected(files) else "有文件查出病毒，已经隔离，请重新提供。"),
        files=tuple(schemas.NamedDigest(name=each.name, sha256=each.sha256) for each in files),
        questions=questions(events),
        can_supplement="supplement" in MACHINE.actions(row.state, "reporter"),
    )


def _infected(files: Sequence[schemas.Evidence]) -> bool:
    return any(each.scan == "infected" for each in files)


def mine(row: Row[Any], events: Sequence[Row[Any]]) -> schemas.Mine:
    """A report in its company's list."""
    return schemas.Mine(
        receipt=row.receipt,
        state=row.state,
        state_text=COMPANY_TEXTS[row.state][0],
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
        message=_message(row, events),
        questions=questions(events),
    )


def _message(row: Row[Any], events: Sequence[Row[Any]]) -> str:
    text = COMPANY_TEXTS[row.state][1]
    last = next((each for each in reversed(events) if each.to_state == row.state and each.action in _RESULTS), None)
    return f"{text}说明：{last.note}" if last is not None and last.note else text


def _steps(row: Row[Any], events: Sequence[Row[Any]]) -> tuple[schemas.Step, ...]:
    """提交, 受理, 办结; or that it was not taken up."""
    sent = schemas.Step(name="提交", done=True, at=row.submitted_at)
    if row.state == "declined":
        return sent, schemas.Step(name="不予受理", done=True, at=row.updated_at)
    taken = next((each.at for each in events if each.action in ("accept", "ask", "reopen")), None)
    closed = row.updated_at if row.state == "closed" else None
    return (
        sent,
        schemas.Step(name="受理", done=taken is not None, at=taken),
        schemas.Step(name="办结", done=closed is not None, at=closed),
    )


def questions(events: Sequence[Row[Any]]) -> tuple[schemas.Question, ...]:
    """Every question of the staff, with what the company said next."""
    found = []
    for place, event in enumerate(events):
        if event.action != "ask":
            continue
        said = next((each for each in events[place + 1 :] if each.action == "supplement"), None)
        answer, answered_at = (said.note, said.at) if said else (None, None)
        found.append(schemas.Question(at=event.at, text=event.note, answer=answer, answered_at=answered_at))
    return tuple(found)


def desk_row(row: Row[Any]) -> schemas.DeskRow:
    """A report in the staff's list: the claimant's name is masked, texts and telephone numbers are not there."""
    fields: Mapping[str, Any] = row.fields
    return schemas.DeskRow(
        receipt=row.receipt,
        state=row.state,
        state_text=MACHINE.states[row.state],
        company=fields["reporter_company"],
        claimant=masked_person(fields.get("claimant_name", "")),
        happened_on=fields["happened_on"],
        channel_text=CHANNELS[fields["channel"]],
        demanded=fields.get("demanded"),
        coercion=bool(fields.get("coercion")),
        files=row.files,
        case_id=row.case_id,
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
    )


def masked_person(name: str) -> str:
    """``张三丰`` -> ``张**``."""
    return name[:1] + "*" * min(len(name) - 1, 4)


def filled(fields: Mapping[str, Any]) -> tuple[schemas.FilledField, ...]:
    """What was filled in, in the order of the form, in words where a value is a code."""
    found = []
    for name, rule in FIELDS.items():
        if name in fields:
            value = CHANNELS[fields[name]] if name == "channel" else fields[name]
            found.append(schemas.FilledField(field=name, label=rule.label, value=value))
    return tuple(found)


def history(events: Sequence[Row[Any]]) -> tuple[schemas.Event, ...]:
    """Every step, for the staff."""
    return tuple(
        schemas.Event(
            at=each.at,
            action=each.action,
            action_text=MACHINE.text(each.action),
            from_=each.from_state,
            to=each.to_state,
            who=each.who_name,
            note=each.note,
        )
        for each in events
    )
