"""The logic of cases and reports under node, and the form of its tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

TESTS = [
    test
    for page in ("progress", "claims")
    for test in sorted((Path(__file__).parents[1] / page / "js").glob("*.test.mjs"))
]


@pytest.mark.node
def test_logic_holds_under_node() -> None:
    done = subprocess.run(["node", "--test", *TESTS], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_tests_are_formatted(node_tool: Callable[[str], Path]) -> None:
    settings = Path(str(files("web_widget"))) / "package.json"
    command = [
        "node",
        str(node_tool("prettier/bin/prettier.cjs")),
        "--config",
        str(settings),
        "--check",
        *map(str, TESTS),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
