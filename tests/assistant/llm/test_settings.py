"""Choosing a model: what an operator may write, what is said where it makes no sense, and what nobody pays for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.errors import InvalidSetting
from assistant.llm.wiring import build_phraser
from assistant.observability import Metrics
from knowledge.settings import Settings
from tests.assistant.llm.stage import load_stage
from tests.conftest import quanquan_environment, run_quanquan


def _settings(**values: Any) -> Settings:
    return Settings.model_validate(values)


def _build(**values: Any) -> object:
    return build_phraser(_settings(**values), lambda: load_stage(None, "x"), Metrics())


def test_without_a_setting_there_is_no_model() -> None:
    assert _build() is None


def test_an_address_and_a_known_name_are_models() -> None:
    assert _build(llm="http://127.0.0.1:9/v1", llm_model="qwen") is not None
    assert _build(llm="openai:gpt-x", llm_key="k", llm_options={"temperature": 1, "max_tokens": 300}) is not None


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"llm": "http://127.0.0.1:9/v1"}, "QUANQUAN_LLM_MODEL"),
        ({"llm": "nosuchprovider:model"}, "QUANQUAN_LLM="),
        ({"llm": "model-of-nobody"}, "QUANQUAN_LLM="),
        ({"llm": "cohere:command"}, "pip install"),
        (
            {"llm": "openai:gpt-x", "llm_key": "sk-secret", "llm_options": {"temperature": "hot"}},
            "QUANQUAN_LLM_OPTIONS",
        ),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_at_start_up(values: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidSetting, match=says) as refused:
        _build(**values)
    assert "sk-secret" not in refused.value.message


@pytest.mark.parametrize(
    "values",
    [
        {"llm": "https://user:password@host/v1"},
        {"llm_timeout": 0},
        {"llm_timeout": "nan"},
        {"llm_gap": -1},
        {"llm_at_once": 0},
        {"llm_options": "temperature=0"},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _settings(**values)


def test_the_settings_are_shown_and_the_key_is_not(tmp_path: Path) -> None:
    given = {"QUANQUAN_LLM": "openai:gpt-x", "QUANQUAN_LLM_KEY": "sk-secret", "QUANQUAN_LLM_OPTIONS": '{"seed": 7}'}
    done = run_quanquan("settings", home=tmp_path, **given)
    assert done.returncode == 0
    for name in (
        "LLM",
        "LLM_MODEL",
        "LLM_KEY",
        "LLM_OPTIONS",
        "LLM_GAP",
        "LLM_TIMEOUT",
        "LLM_AT_ONCE",
        "ALLOWED_ORIGINS",
    ):
        assert f"QUANQUAN_{name} " in done.stdout
    assert "openai:gpt-x" in done.stdout
    assert "sk-secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(("model", "loaded"), [("", False), ("http://127.0.0.1:9/v1", True)])
def test_langchain_is_loaded_only_for_those_who_want_a_model(tmp_path: Path, model: str, loaded: bool) -> None:
    program = (
        "import sys; from pathlib import Path; from knowledge.settings import Settings;"
        "from assistant.wiring import build_assistant; from assistant.app import create_app;"
        f"create_app(build_assistant(Settings(home=Path({str(tmp_path)!r}), llm={model!r}, llm_model='m')));"
        "print([m for m in ('langchain', 'langchain_core', 'openai', 'langsmith') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=quanquan_environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(["langchain", "langchain_core", "openai", "langsmith"] if loaded else [])


def test_a_model_that_cannot_be_used_stops_the_server_with_a_sentence(tmp_path: Path) -> None:
    done = run_quanquan("serve", home=tmp_path, QUANQUAN_PORT="0", QUANQUAN_LLM="http://127.0.0.1:9/v1")
    assert done.returncode == 1
    assert "QUANQUAN_LLM_MODEL" in done.stderr
    assert "Traceback" not in done.stderr
