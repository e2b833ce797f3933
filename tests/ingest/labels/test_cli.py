"""``quanquan policies extract``."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from ingest.policies_cli import app
from ingest.sources.folder import sample_folder

TEXT = sample_folder() / "policies" / "P001.md"
RUNNER = CliRunner()


def test_json_is_the_catalogs_form_and_nothing_else() -> None:
    result = RUNNER.invoke(app, ["extract", str(TEXT), "--json"])
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(record) == [
        "id",
        "title",
        "issuer",
        "level",
        "district",
        "published",
        "valid_from",
        "valid_to",
        "measures",
    ]
    keys = ["id", "title", "mode", "article", "conditions", "award", "documents", "deadline", "quotes"]
    assert [list(measure) for measure in record["measures"]] == [keys] * 4
    assert record["id"] == "P001" and record["measures"][0]["id"] == "P001-1"


def test_an_editor_sees_labels_beside_their_words() -> None:
    result = RUNNER.invoke(app, ["extract", str(TEXT)])
    assert result.exit_code == 0 and "P001-1" in result.stdout and "免申即享" in result.stdout


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["extract", str(tmp_path / "X.md"), "--json"])
    assert (result.exit_code, result.stdout) == (2, "")
