"""The diagrams of the README are the tables of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

import assistant.benefits
from assistant.benefits.applications import states as application_states
from assistant.benefits.runs import states as run_states
from assistant.machine import Machine

README = (Path(assistant.benefits.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("machine", [application_states.MACHINE, run_states.MACHINE])
def test_the_readme_draws_the_state_machine_as_it_is(machine: Machine) -> None:
    assert f"```mermaid\n{machine.mermaid()}\n```" in README


@pytest.mark.parametrize("machine", [application_states.MACHINE, run_states.MACHINE])
def test_every_state_can_be_reached_and_every_action_is_clear(machine: Machine) -> None:
    reached = {each.target for each in machine.transitions}
    assert reached == set(machine.states)
    pairs = [(origin, each.action) for each in machine.transitions for origin in each.origins]
    assert len(pairs) == len(set(pairs))
    assert all(each.roles and each.text for each in machine.transitions)
