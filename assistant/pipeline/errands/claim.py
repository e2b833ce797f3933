"""企业举报恶意索赔, guided: one thing at a time, saved with the service after every answer, sent only when confirmed.

Whether a claim is malicious is for officers to decide: here it is always 疑似. A customer who wants to complain about a shop is
not meant and goes on to the guides.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.outcomes import wording
from assistant.pipeline.context import Errand, Turn
from assistant.pipeline.errands.numbers import Unclear
from assistant.pipeline.errands.ports import ClaimDraft, ClaimReports, Value
from assistant.pipeline.errands.slots import CHANNELS, Slot, meant, slot, slots
from assistant.pipeline.errands.words import Command, command, is_aside
from assistant.pipeline.patterns import phrases
from assistant.pipeline.reply import HOTLINE, CallNumber, ClaimCard, ClaimLine, OpenPage, Suggestion
from knowledge.errors import QuanquanError, SnapshotUnavailable

PAGE: Final = "/claims"
REVIEW: Final = "review"
"""The slot of an errand whose whole was shown last."""
MARKET_LINE: Final = CallNumber(label="拨打 12315", number="12315")
LONGEST: Final = 500
STORY: Final = 12
"""Characters from which on the first words are kept as the account of what happened."""
GOING_ON: Final = "继续举报"
_DRAFT: Final = re.compile(r"[0-9a-f]{32}")


def opens(normalised: str) -> bool:
    """Whether a business speaks of what may be a malicious claim; not for a customer's own complaint."""
    if phrases("claim_consumer").search(normalised) or phrases("claim_receipt").search(normalised):
        return False
    return any(phrases(name).search(normalised) for name in ("claim_wish", "claim_story", "claim_topic"))


def resumes(turn: Turn) -> bool:
    """Whether a report that was begun is gone on with: one of this conversation, or one whose id is said."""
    said = phrases("resume").search(turn.normalised)
    if said is None:
        return False
    return said["draft"] is not None or (bool(turn.draft) and "办件" not in turn.normalised)


def begin(turn: Turn, claims: ClaimReports) -> None:
    """Start, or tell what can be done where the words only ask about it."""
    wish = phrases("claim_wish").search(turn.normalised)
    story = phrases("claim_story").search(turn.normalised)
    if wish is None and story is None or (story is None and phrases("claim_general").search(turn.normalised)):
        _tell_about(turn)
        return
    told: dict[str, Value] = {}
    if story is not None and len(turn.normalised) >= STORY:
        told["description"] = turn.given.text
    if turn.draft:  # one report at a time: the one that was begun is offered first
        _show(turn, claims.draft(turn.draft), "claim_begun", Errand(kind="claim", slot=REVIEW))
        return
    draft = claims.start(told, turn.given.client)
    turn.draft = draft.draft_id
    _ask(turn, draft, Errand(kind="claim"), _first(draft), wording("clarify", "claim_start"))


def resume(turn: Turn, claims: ClaimReports) -> None:
    """Go on with the draft: its id in the words, or that of this conversation."""
    said = _DRAFT.search(turn.normalised)
    draft = claims.draft(said.group() if said else turn.draft)
    turn.draft = draft.draft_id
    errand = turn.errand if turn.errand is not None and turn.errand.kind == "claim" else Errand(kind="claim")
    asked = slot(errand.slot) or _first(draft)
    _ask(turn, draft, errand.model_copy(update={"waited": 0, "tries": 0}), asked, wording("clarify", "claim_resumed"))


def go_on(turn: Turn, errand: Errand, claims: ClaimReports) -> None:
    """An answer, a command to the form, or something else."""
    said = command(turn.normalised)
    asked = slot(errand.slot)
    changed = _changed(turn, asked)
    if said is not None and not (said == "skip" and asked is None):
        _obey(turn, errand, claims, said, asked)
    elif changed is not None and not errand.waited:
        _change(turn, errand, claims, changed)
    elif errand.waited or asked is None or is_aside(turn, free=asked.is_free):
        turn.errand = errand.model_copy(update={"waited": errand.waited + 1})
    else:
        _answer(turn, errand, claims, asked)


def discards(turn: Turn) -> bool:
    """Whether the draft of this conversation is to be deleted."""
    return bool(turn.draft) and phrases("discard").search(turn.normalised) is not None


def discard(turn: Turn, claims: ClaimReports) -> None:
    """Delete the draft with its files."""
    claims.delete(turn.draft)
    turn.errand, turn.draft = None, ""
    turn.end("tool", "claim_discarded")


def _obey(turn: Turn, errand: Errand, claims: ClaimReports, said: Command, asked: Slot | None) -> None:
    errand = errand.model_copy(update={"waited": 0, "tries": 0})
    if said == "stop":
        turn.errand = None
        turn.end("tool", "claim_stopped")
        turn.suggestions += _chips(GOING_ON, "删除草稿")
    elif said == "discard":
        discard(turn, claims)
    elif said == "confirm" and errand.slot == REVIEW:
        _submit(turn, claims)
    elif said in ("submit", "confirm", "show", "skip_rest") or asked is None:
        _review(turn, errand, claims.draft(turn.draft), skip=said == "skip_rest")
    elif said == "why":
        _ask(turn, claims.draft(turn.draft), errand, asked, asked.why)
    elif said == "back":
        _ask(turn, claims.draft(turn.draft), errand, _before(asked), "")
    elif said == "skip":
        _skip(turn, errand, claims, asked)
    else:
        _ask(turn, claims.draft(turn.draft), errand, asked, "")


def _skip(turn: Turn, errand: Errand, claims: ClaimReports, asked: Slot) -> None:
    """Leave it: what was said before stays, unless it is being changed; what is needed is asked for again."""
    draft = claims.draft(turn.draft)
    filled = asked.name in draft.fields
    if asked.must and not filled:
        _ask(turn, draft, errand, asked, wording("clarify", "claim_must"))
    elif filled and errand.then and not asked.must:
        _next(turn, errand, claims.put(turn.draft, asked.name, None), asked, wording("clarify", "claim_skip"))
    else:
        _next(turn, errand, draft, asked, wording("clarify", "claim_skip"))


def _answer(turn: Turn, errand: Errand, claims: ClaimReports, asked: Slot) -> None:
    read = asked.read(turn.given.text, turn.given.on)
    if isinstance(read, Unclear):
        _again(turn, errand, claims.draft(turn.draft), asked, read.why)
        return
    before = claims.draft(turn.draft).fields.get(asked.name)
    draft = claims.put(turn.draft, asked.name, read)
    if asked.name in draft.wrong:
        why = draft.wrong[asked.name]
        _again(turn, errand, claims.put(turn.draft, asked.name, before), asked, why)
    else:
        _next(turn, errand, draft, asked, _noted(asked, read))


def _again(turn: Turn, errand: Errand, draft: ClaimDraft, asked: Slot, why: str) -> None:
    """Not understood: why, and after the second time that the form takes it too."""
    tries = errand.tries + 1
    words = f"{why}。" + (wording("clarify", "claim_form") if tries > 1 else "")
    _ask(turn, draft, errand.model_copy(update={"tries": tries}), asked, words)


def _noted(asked: Slot, value: Value) -> str:
    """That it is kept, and how it was understood where it was read; what is private is not said again."""
    return "记下了。" if asked.private or asked.is_free else f"记下了：{asked.told(value)}。"


def _next(turn: Turn, errand: Errand, draft: ClaimDraft, asked: Slot, before: str) -> None:
    """The next thing that is not known yet, or what was asked before a change; after the last one the whole."""
    rest = slots()[slots().index(asked) + 1 :]
    following = next((one for one in rest if one.name not in draft.fields), None)
    if errand.then:
        following = slot(errand.then)
    errand = errand.model_copy(update={"tries": 0, "then": ""})
    if following is None:
        _review(turn, errand, draft)
    else:
        _ask(turn, draft, errand, following, before)


def _review(turn: Turn, errand: Errand, draft: ClaimDraft, *, skip: bool = False) -> None:
    """The whole, to be confirmed; where something must still be said, that first."""
    lacking = next((one for one in slots() if one.name in dict(draft.missing)), None)
    wrong = next((one for one in slots() if one.name in draft.wrong), None)
    if lacking is not None:
        words = wording("clarify", "claim_lacking" if not skip else "claim_skipped")
        _ask(turn, draft, errand.model_copy(update={"then": REVIEW}), lacking, words)
    elif wrong is not None:
        _ask(turn, draft, errand.model_copy(update={"then": REVIEW}), wrong, f"{draft.wrong[wrong.name]}。")
    else:
        _show(turn, draft, "claim_review", errand.model_copy(update={"slot": REVIEW, "then": ""}))


def _show(turn: Turn, draft: ClaimDraft, variant: str, errand: Errand) -> None:
    turn.end("clarify", variant)
    turn.awaiting, turn.errand = "claim", errand
    whole = not draft.missing and not draft.wrong
    turn.card = _card(draft, "review" if whole else "draft")
    turn.suggestions += (
        _chips("确认提交", "修改联系电话", "不报了") if whole else _chips(GOING_ON, "删除草稿", "不报了")
    )


def _ask(turn: Turn, draft: ClaimDraft, errand: Errand, asked: Slot | None, before: str) -> None:
    if asked is None:
        _review(turn, errand, draft)
        return
    turn.outcome = "clarify"
    turn.text = "\n".join(filter(None, (before, asked.ask)))
    turn.awaiting, turn.errand = "claim", errand.model_copy(update={"slot": asked.name})
    turn.card = _card(draft, "draft")
    chips = tuple(label for label, _ in CHANNELS.values()) if asked.reads == "channel" else asked.chips
    turn.suggestions += _chips(*chips, *(() if asked.must else ("跳过",)), "返回上一步", "不报了")


def _changed(turn: Turn, asked: Slot | None) -> tuple[Slot, str] | None:
    """What «把电话改成 138…» changes, and to what; None for other words, and for a story in which something was changed."""
    said = phrases("change").search(turn.normalised)
    if said is None or (asked is not None and asked.reads == "words" and len(turn.normalised) > STORY):
        return None
    before, after = said["before"] or "", said["after"] or ""
    named = meant(before) if before else meant(after)
    return None if named is None else (named, after if before else "")


def _change(turn: Turn, errand: Errand, claims: ClaimReports, changed: tuple[Slot, str]) -> None:
    named, value = changed
    errand = errand.model_copy(update={"then": errand.then or errand.slot, "tries": 0, "slot": named.name})
    read = named.read(value, turn.given.on) if value.strip() else Unclear("")
    if isinstance(read, Unclear):
        _ask(turn, claims.draft(turn.draft), errand, named, f"{read.why}。" if read.why else "")
        return
    before = claims.draft(turn.draft).fields.get(named.name)
    draft = claims.put(turn.draft, named.name, read)
    if named.name in draft.wrong:
        _again(turn, errand, claims.put(turn.draft, named.name, before), named, draft.wrong[named.name])
    else:
        _next(turn, errand, draft, named, _noted(named, read))


def _submit(turn: Turn, claims: ClaimReports) -> None:
    draft = claims.draft(turn.draft)
    if draft.missing or draft.wrong:
        _review(turn, Errand(kind="claim"), draft)
        return
    sent = claims.submit(draft.draft_id, turn.given.client)
    turn.errand, turn.draft, turn.outcome = None, "", "tool"
    turn.text = "\n".join((wording("tool", "claim_sent").format(receipt=sent.receipt), sent.next_text))
    turn.card = ClaimCard(
        stage="sent",
        draft_id=draft.draft_id,
        receipt=sent.receipt,
        code=sent.code,
        next_text=sent.next_text,
        page=PAGE,
        sample=sent.sample,
    )


def _tell_about(turn: Turn) -> None:
    """No record here says what the rule is: the way to report is told, and who answers."""
    turn.end("tool", "claim_about")
    turn.actions += [OpenPage(label="打开举报页面", url=PAGE), MARKET_LINE, HOTLINE]
    turn.suggestions += _chips("我要举报恶意索赔")


def failed(turn: Turn, failure: QuanquanError) -> None:
    """What cannot be done just now, in its own words; a draft that is gone is forgotten."""
    if isinstance(failure, SnapshotUnavailable):
        raise failure
    turn.outcome, turn.text = "tool", failure.message
    turn.actions += [OpenPage(label="打开举报页面", url=PAGE), MARKET_LINE]
    if failure.code in ("draft_not_found", "draft_submitted"):
        turn.errand, turn.draft = None, ""
    else:
        turn.suggestions += _chips(GOING_ON) if turn.draft else _chips("我要举报恶意索赔")


def _first(draft: ClaimDraft) -> Slot | None:
    return next((one for one in slots() if one.name not in draft.fields), None)


def _before(asked: Slot) -> Slot:
    return slots()[max(0, slots().index(asked) - 1)]


def _card(draft: ClaimDraft, stage: str) -> ClaimCard:
    lines = tuple(
        ClaimLine(label=one.label, value=one.told(draft.fields[one.name]), wrong=draft.wrong.get(one.name, ""))
        for one in slots()
        if one.name in draft.fields
    )
    return ClaimCard(
        stage="review" if stage == REVIEW else "draft",
        lines=lines,
        missing=tuple(label for _, label in draft.missing),
        files=draft.files,
        draft_id=draft.draft_id,
        expires_on=draft.expires_on,
        page=f"{PAGE}?draft={draft.draft_id}",
        sample=draft.sample,
    )


def _chips(*words: str) -> list[Suggestion]:
    return [Suggestion(text=text) for text in words]


def veiled(given: str, normalised: str, errand: Errand | None) -> str | None:
    """What may be kept of an answer: of private ones nothing, of the others no telephone number; None for all of it."""
    if errand is None or errand.kind != "claim":
        return "继续举报（草稿）" if phrases("resume").search(normalised) and _DRAFT.search(normalised) else None
    asked = slot(errand.slot)
    changed = phrases("change").search(normalised)
    named = meant(normalised) if changed is not None else asked
    if named is None or command(normalised) is not None or not named.private:
        return _DRAFT.sub("（草稿）", normalised) if _DRAFT.search(normalised) else None
    return f"（{named.label}，已写进草稿，对话里不保存）"
