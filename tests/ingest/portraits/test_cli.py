"""``quanquan portraits``: what people see."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from ingest.portraits.cli import app
from tests.ingest.portraits.conftest import Home, code, company


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("QUANQUAN_HOME", str(home.path))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return call


def test_from_import_to_rollback(home: Home, run: object) -> None:
    assert callable(run)
    path = home.csv(
        company(1, 营业收入=1850), company(2), company(3), company(4), company(5) | {"统一社会信用代码": "1"}
    )
    done = run("import", str(path), "--source-name", "登记库", "--as-of", "2026-09-30")
    assert done.exit_code == 0 and "采用 4 行，没有导入 1 行" in done.stdout and "第 6 行" in done.stderr
    status = json.loads(run("status", "--json").stdout)
    assert (status["companies"], status["sample"], status["imports"][0]["source"]) == (4, False, "登记库")
    assert "登记库" in run("status").stdout
    found = json.loads(run("find", "试1鞋业", "--json").stdout)
    assert found["certain"] and found["companies"][0]["credit_code"] == code(1)
    assert "请选择" in run("find", "泉州鞋业").stdout
    shown = run("show", code(1))
    assert "1,850 万元" in shown.stdout and "登记库" in shown.stdout and "2026-09-30" in shown.stdout
    assert json.loads(run("show", code(1), "--json").stdout)["revenue"] == 1850
    run("import", str(home.csv(company(9), name="二.csv")))
    assert "退回" in run("rollback").stdout and json.loads(run("status", "--json").stdout)["companies"] == 4


def test_what_is_not_there_ends_in_a_sentence(home: Home, run: object) -> None:
    assert callable(run)
    assert "示例数据" in run("status").stdout
    for words in (("find", "没有的某某公司"), ("show", code(77)), ("rollback",)):
        result = run(*words)
        assert result.exit_code == 2 and result.stderr.strip() and "Traceback" not in result.stderr
    bad = run("import", str(home.csv(company(1) | {"统一社会信用代码": "1"})))
    assert bad.exit_code == 2 and "原来的数据不变" in bad.stderr
