"""The modules themselves: their logic under node, their types, their form, and what they must never contain."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

WIDGET = Path(str(files("web_widget")))
HERE = Path(__file__).parent
MODULES = sorted(WIDGET.rglob("*.js"))
PAGES = sorted(WIDGET.rglob("*.html"))
MOST_LINES = 300


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.node
def test_logic_holds_under_node() -> None:
    done = _run("node", "--test", *sorted((HERE / "js").glob("*.test.mjs")))
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_hold(node_tool: Callable[[str], Path]) -> None:
    done = _run("node", node_tool("typescript/bin/tsc"), "--project", WIDGET / "jsconfig.json")
    assert done.returncode == 0, done.stdout


def test_files_are_formatted(node_tool: Callable[[str], Path]) -> None:
    checked = [*MODULES, *PAGES, *WIDGET.rglob("*.css"), *(HERE / "js").glob("*.mjs")]
    done = _run(
        "node", node_tool("prettier/bin/prettier.cjs"), "--config", WIDGET / "package.json", "--check", *checked
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_module_is_checked_short_and_never_makes_markup(module: Path) -> None:
    source = module.read_text()
    assert source.startswith("// @ts-check\n")
    assert source.count("\n") < MOST_LINES
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://(?!www\.w3\.org/2000/svg)",
        source.replace("https://host", ""),
    )


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_imports_are_files_that_ship(module: Path) -> None:
    for target in re.findall(r'^(?:import|export) .*?from "(.+?)";|^import "(.+?)";', module.read_text(), re.MULTILINE):
        name = "".join(target)
        assert name.startswith("."), f"{name} is not ours"
        assert (module.parent / name).resolve().is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_page_has_no_inline_script_style_or_foreign_address(page: Path) -> None:
    source = page.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://", source)
    assert 'lang="zh-CN"' in source
