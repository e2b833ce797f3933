"""Is each turn of a conversation understood? Every dialogue is one session, asked turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.dialogues.load import Dialogue, DialogueTurn
from eval.progress import Track
from eval.report import Cells, Figure, Report, Row, Table, latency, rate
from eval.target import SeenReply, Target

FOLLOW_UP_FROM = 2
LAST_POSITION = 4
"""Turns from this one on are counted together: few dialogues are longer."""


@dataclass(frozen=True)
class JudgedTurn:
    """One turn with what chat made of it; ``position`` counts from 1, ``moved`` tells that the item changed."""

    dialogue_id: str
    position: int
    moved: bool
    turn: DialogueTurn
    reply: SeenReply

    @property
    def item_right(self) -> bool:
        """Answered, and from the item that is meant."""
        return self.reply.answered and self.reply.item_id == self.turn.item_id

    @property
    def all_right(self) -> bool:
        """The item is right and so is what is asked of it."""
        return self.item_right and self.reply.facet == self.turn.facet

    @property
    def all_among(self) -> bool:
        """The item is right and what is asked of it is among the facets answered."""
        return self.item_right and self.turn.facet in self.reply.told

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        return {
            "dialogue": self.dialogue_id,
            "position": self.position,
            "moved": self.moved,
            **self.turn.model_dump(),
            "outcome": self.reply.outcome,
            "reply_item_id": self.reply.item_id,
            "reply_facet": self.reply.facet,
            "reply_facets": self.reply.facets,
            "item_right": self.item_right,
            "all_among": self.all_among,
            "all_right": self.all_right,
            "confidence": self.reply.confidence,
            "offered": self.reply.offered,
            "turn_ms": self.reply.elapsed_ms,
        }


def evaluate(dialogues: Sequence[Dialogue], target: Target, track: Track) -> Report:
    """Hold every dialogue with ``target`` and sum up."""
    return summarise([held(one, target) for one in track(dialogues, "dialogues")], target.names())


def held(dialogue: Dialogue, target: Target) -> tuple[JudgedTurn, ...]:
    """Ask the turns of one dialogue in one session, which the first reply names."""
    session_id: str | None = None
    before: str | None = None
    judged = []
    for position, turn in enumerate(dialogue.turns, start=1):
        reply = target.ask(turn.user, session_id)
        session_id = reply.session_id or session_id
        moved = before is not None and before != turn.item_id
        judged.append(JudgedTurn(dialogue.id, position, moved, turn, reply))
        before = turn.item_id
    return tuple(judged)


def summarise(dialogues: Sequence[Sequence[JudgedTurn]], names: Mapping[str, str]) -> Report:
    """Figures by kind of turn, and the turns that went wrong."""
    turns = [turn for dialogue in dialogues for turn in dialogue]
    figures = _figures(dialogues, turns) | latency("turn", [one.reply.elapsed_ms for one in turns])
    tables = (_position_table(turns), _wrong_table(turns, names))
    return Report("dialogues", figures, tables, tuple(one.row for one in turns))


def _figures(dialogues: Sequence[Sequence[JudgedTurn]], turns: Sequence[JudgedTurn]) -> dict[str, Figure]:
    figures = _both("", turns)
    for name, chosen in _KINDS.items():
        figures |= _both(f".{name}", [one for one in turns if chosen(one)])
    figures["dialogue_right"] = rate(all(one.all_right for one in turns) for turns in dialogues)
    figures["wrong_item_answered"] = rate(one.reply.answered and not one.item_right for one in turns)
    figures["failed"] = rate(one.reply.outcome == "error" for one in turns)
    return figures


_KINDS: dict[str, Callable[[JudgedTurn], bool]] = {
    "first": lambda one: one.position < FOLLOW_UP_FROM,
    "follow_up": lambda one: one.position >= FOLLOW_UP_FROM and not one.moved,
    "moved": lambda one: one.moved,
}


def _both(suffix: str, turns: Sequence[JudgedTurn]) -> dict[str, Figure]:
    return {
        f"item_right{suffix}": rate(one.item_right for one in turns),
        f"item_facet_right{suffix}": rate(one.all_right for one in turns),
        f"item_facet_among{suffix}": rate(one.all_among for one in turns),
    }


def _position_table(turns: Sequence[JudgedTurn]) -> Table:
    rows: list[Cells] = []
    for position in range(1, LAST_POSITION + 1):
        here = [one for one in turns if min(one.position, LAST_POSITION) == position]
        if here:
            label = f"{position} and later" if position == LAST_POSITION else str(position)
            rows.append((label, len(here), *_both("", here).values()))
    columns = ("turn", "n", "item_right", "item_facet_right", "item_facet_among")
    return Table("by_position", "By place of the turn", columns, tuple(rows))


def _wrong_table(turns: Sequence[JudgedTurn], names: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            f"{one.dialogue_id}/{one.position}",
            one.turn.user,
            f"{one.turn.item_id} {names.get(one.turn.item_id, '')} · {one.turn.facet}",
            f"{one.reply.outcome} {one.reply.item_id or '-'} · {one.reply.facet or '-'}",
        )
        for one in turns
        if not one.all_right
    )
    return Table("wrong_turns", "Turns that went wrong", ("turn", "citizen", "wanted", "got"), rows)
