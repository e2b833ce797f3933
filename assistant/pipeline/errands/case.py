"""办件进度: where one's own application stands, by its number and the last four signs of id, phone or organisation code.

Speaks up for a case number, or where somebody's own application is meant and nothing else is asked; how to look up progress in
general, and how long an item takes, goes on to the guides.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from assistant.outcomes import wording
from assistant.pipeline.compose import short_name
from assistant.pipeline.context import Errand, Turn
from assistant.pipeline.errands.numbers import case_number, factor
from assistant.pipeline.errands.words import command, is_aside
from assistant.pipeline.patterns import phrases
from assistant.pipeline.reply import HOTLINE, ApplicationCard, OpenPage, Suggestion
from knowledge.errors import QuanquanError, SnapshotUnavailable

PAGE: Final = "/progress"
MOST_TRIES: Final = 2
"""Wrong answers after which it is told how to find the number, and the page is offered instead."""
LONGEST: Final = 60


def opens(normalised: str, *, number_alone: bool = True) -> bool:
    """Whether words ask for one's own application; a number does by itself, where ``number_alone``."""
    if len(normalised) > LONGEST:
        return False
    number = case_number(normalised)
    if number is not None and (number_alone or "办件" in normalised):
        named = number[0].isalpha() or phrases("case_named").search(normalised)
        return bool(named) and (bool(phrases("case_named").search(normalised)) or len(normalised) <= len(number) + 14)
    if phrases("case_how").search(normalised):
        return True
    if phrases("case_general").search(normalised):
        return False
    return bool(phrases("case_own").search(normalised) or phrases("case_urge").search(normalised))


def begin(turn: Turn) -> None:
    """Begin with what was said: number and factor, the number, or neither."""
    _take(turn, Errand(kind="case", urging=_urges(turn.normalised)))


def _urges(normalised: str) -> bool:
    return "催" in normalised


def go_on(turn: Turn, errand: Errand) -> None:
    """The number or the factor comes, or something else."""
    said = command(turn.normalised)
    if said == "stop":
        turn.errand = None
        turn.end("tool", "case_stopped")
    elif said == "resume":
        _ask(turn, errand.model_copy(update={"waited": 0}))
    elif case_number(turn.normalised) is not None or factor(turn.normalised) is not None:
        urging = errand.urging or _urges(turn.normalised)
        _take(turn, errand.model_copy(update={"waited": 0, "urging": urging}))
    elif opens(turn.normalised):
        _ask(turn, errand.model_copy(update={"waited": 0}))
    elif said in ("skip", "why") or (not errand.number and phrases("case_forgot").search(turn.normalised)):
        _explain(turn, errand)
    elif errand.waited or is_aside(turn, free=False):
        wait(turn, errand)
    else:
        _not_understood(turn, errand)


def wait(turn: Turn, errand: Errand) -> None:
    """Something else is asked: that is answered, and the errand waits; the number does not wait for long."""
    waited = errand.waited + 1
    turn.errand = None if waited > MOST_TRIES else errand.model_copy(update={"waited": waited})


def _take(turn: Turn, errand: Errand) -> None:
    said = case_number(turn.normalised)
    number = said or errand.number
    signs = factor(turn.normalised, said or "") if number else None
    errand = errand.model_copy(update={"number": number})
    if number and signs:
        _look_up(turn, errand, signs)
    else:
        _ask(turn, errand)


def _look_up(turn: Turn, errand: Errand, signs: str) -> None:
    assert turn.applications is not None
    try:
        card = turn.applications.look_up(errand.number, signs, turn.given.client)
    except SnapshotUnavailable:
        raise
    except QuanquanError as failure:
        _not_seen(turn, errand, failure)
        return
    turn.errand, turn.outcome = None, "tool"
    turn.card = card.model_copy(update={"urging": errand.urging})
    turn.text = wording("tool").format(answer="\n".join(_lines(turn, card, urging=errand.urging)))
    turn.suggestions += _about(turn, card)


def _not_seen(turn: Turn, errand: Errand, failure: QuanquanError) -> None:
    """The same for a wrong number and wrong signs; the second time with how to find the number."""
    turn.outcome, turn.text = "tool", failure.message
    turn.actions += [_page(errand.number), HOTLINE]
    tries = errand.tries + 1
    if failure.code != "application_not_found":
        turn.errand = None
    elif tries < MOST_TRIES:
        turn.outcome, turn.awaiting = "clarify", "case"
        turn.errand = errand.model_copy(update={"tries": tries, "slot": "factor"})
    else:
        turn.errand = None
        turn.text = f"{failure.message}\n{wording('clarify', 'case_where')}"


def _ask(turn: Turn, errand: Errand) -> None:
    slot = "factor" if errand.number else "number"
    turn.end("clarify", f"case_{slot}")
    turn.awaiting, turn.errand = "case", errand.model_copy(update={"slot": slot})
    turn.actions.append(_page(errand.number))


def _explain(turn: Turn, errand: Errand) -> None:
    turn.end("clarify", "case_factor_why" if errand.number else "case_where")
    turn.awaiting, turn.errand = "case", errand
    turn.actions += [_page(errand.number), HOTLINE]


def _not_understood(turn: Turn, errand: Errand) -> None:
    """Once it is asked again; then the words go where all words go."""
    if errand.tries >= MOST_TRIES - 1:
        wait(turn, errand.model_copy(update={"waited": MOST_TRIES}))
    else:
        _ask(turn, errand.model_copy(update={"tries": errand.tries + 1}))


def _page(number: str) -> OpenPage:
    return OpenPage(label="打开办件进度页面", url=PAGE)


def page_of(number: str) -> str:
    """The page of one application; its factor is asked there."""
    return f"{PAGE}?number={quote(number)}"


def _lines(turn: Turn, card: ApplicationCard, *, urging: bool) -> list[str]:
    lines = [f"「{card.item_name}」：{card.state_text}。"]
    current = next((stage.name for stage in card.stages if stage.status == "current"), "")
    if current:
        lines.append(f"现在到了“{current}”这一步。")
    if card.limit_text:
        lines.append(f"{card.limit_text}。")
    lines += [card.next_text] if card.next_text else []
    if urging:
        lines.append("要催办，请点下面卡片里的“催办”。" if card.can_urge else f"现在还不能催办：{card.urge_reason}")
    elif card.can_rate and card.rated is None:
        lines.append("欢迎在下面的卡片里评价。")
    return [*lines, "办件是示例数据。"] if card.sample else lines


def _about(turn: Turn, card: ApplicationCard) -> list[Suggestion]:
    guide = turn.index.guides.get(card.item_id or "")
    if guide is None:
        return []
    asks = (("要带什么材料？", "materials"), ("要多久办好？", "time"), ("打哪个电话问？", "phone"))
    return [
        Suggestion.model_validate({"text": f"{short_name(guide)}{words}", "item_id": guide.id, "facet": facet})
        for words, facet in asks
    ]


def masked(number: str) -> str:
    """A number as it may be kept: its beginning and its last two signs."""
    return number[:4] + "*" * max(0, len(number) - 6) + number[-2:]


def veiled(normalised: str, errand: Errand | None) -> str | None:
    """What may be kept of words that hold a number or a factor; None where they hold neither."""
    if not opens(normalised) and (errand is None or errand.kind != "case"):
        return None
    said = case_number(normalised)
    if said is None and (errand is None or not re.search(r"[0-9零〇一二三四五六七八九幺]", normalised)):
        return None
    signs = factor(normalised, said or "")
    parts = [f"办件编号 {masked(said)}" if said else "", "核对用的后四位 ****" if signs else ""]
    told = "，".join(part for part in parts if part)
    return told or re.sub(r"[0-9]", "*", normalised)
