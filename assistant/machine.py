"""Explicit state machines: one readable table each, from which checks, menus and the documentation's diagrams come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from assistant.accounts.person import Person
from assistant.errors import WrongState

SYSTEM = "system"


class Actor(NamedTuple):
    """Who does something: an account, or the system itself."""

    id: str
    name: str
    role: str


THE_SYSTEM = Actor(SYSTEM, "系统", SYSTEM)


def actor_of(person: Person) -> Actor:
    """The person as the history names them."""
    return Actor(person.id, person.name, person.role)


@dataclass(frozen=True)
class Transition:
    """``action`` leads from any of ``origins`` (none: the beginning) to ``target``; ``text`` is what people read."""

    action: str
    origins: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    text: str
    needs_note: bool = False


@dataclass(frozen=True)
class Machine:
    """``states`` maps each state to what people read; an action may occur once for each state."""

    states: Mapping[str, str]
    transitions: tuple[Transition, ...]

    def move(self, state: str | None, action: str) -> Transition:
        """The transition that an action makes from a state; raises WrongState."""
        for each in self.transitions:
            if each.action == action and (state in each.origins if state else not each.origins):
                return each
        done = self.text(action)
        raise WrongState(f"现在的状态是“{self.states.get(state or '', '未开始')}”，不能{done or '这样操作'}。")

    def actions(self, state: str, role: str) -> list[str]:
        """What a role may do in a state, in the table's order."""
        return [each.action for each in self.transitions if state in each.origins and role in each.roles]

    def text(self, action: str) -> str:
        """What people call an action; empty for one that there is not."""
        return next((each.text for each in self.transitions if each.action == action), "")

    def mermaid(self) -> str:
        """The table as a diagram for the documentation."""
        lines = ["stateDiagram-v2"]
        for each in self.transitions:
            lines += [f"    {origin} --> {each.target}: {each.text}" for origin in each.origins or ("[*]",)]
        left = {origin for each in self.transitions for origin in each.origins}
        lines += [f"    {state} --> [*]" for state in self.states if state not in left]
        return "\n".join([*lines, *(f"    {state}: {text}" for state, text in self.states.items())])
