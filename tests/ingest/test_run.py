from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from ingest.assemble import UNLISTED_BOARD
from ingest.expand.proposals import FOLDER, ProposalFolder, Proposed
from ingest.report import last_report
from ingest.run import KEEP
from ingest.sources.folder import SourceUnavailable, sample_folder
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotBusy
from tests.ingest.conftest import IDS, Bench, edit_guide, make_source, read_guide


def test_the_shipped_sample_data_is_published_without_a_fault(bench: Bench) -> None:
    report = bench.run(sample_folder())
    assert (report.outcome, report.problems) == ("published", ())
    records = bench.records()
    kinds = ("guides", "questions", "life_events", "topics", "policies", "passages", "policy_questions")
    expected = {name: len(getattr(records, name)) for name in kinds}
    assert report.counts == expected | {"departments": 26}
    assert (expected["guides"], expected["life_events"], expected["policies"]) == (164, 31, 40)
    assert expected["questions"] >= 40 * expected["guides"]


def test_records_come_in_their_promised_order(bench: Bench) -> None:
    bench.run(sample_folder())
    records = bench.records()
    guides = [guide.id for guide in records.guides]
    assert guides == sorted(guides)
    assert {item.id for item in records.items} == set(guides)
    assert list(dict.fromkeys(question.item_id for question in records.questions)) == guides
    listed = [line.partition("\t")[0] for line in (sample_folder() / "items.tsv").read_text().splitlines()[1:]]
    assert [item.id for item in records.items] == listed
    birth = next(event for event in records.life_events if event.name == "新生儿出生")
    assert list(birth.item_ids) == sorted(birth.item_ids, key=listed.index)
    assert {"GA-001", "RS-006"} < set(birth.item_ids)


def test_created_updated_unchanged_and_withdrawn_are_told_apart(bench: Bench) -> None:
    first = bench.run()
    assert first.changes.created == IDS
    edit_guide(bench.source, "JY-001", summary="改过的说明")
    with (bench.source / "questions" / "SC-001.tsv").open("a") as file:
        file.write("fee\t一共要交多少钱\n")
    (bench.source / "guides" / "GA-011.json").unlink()
    shutil.copy(sample_folder() / "guides" / "RS-001.json", bench.source / "guides")
    changes = bench.run().changes
    assert changes.created == ("RS-001",)
    assert changes.updated == ("JY-001", "SC-001")
    assert changes.unchanged == ("GA-001", "YB-001")
    assert changes.withdrawn == ("GA-011",)


def test_unchanged_input_is_not_published_again(bench: Bench) -> None:
    first, second = bench.run(), bench.run()
    assert (second.outcome, second.snapshot_id) == ("unchanged", first.snapshot_id)
    assert len(bench.store.list()) == len(bench.builder.previous) == 1


def test_force_publishes_unchanged_input_with_the_same_content(bench: Bench) -> None:
    first, second = bench.run(), bench.run(force=True)
    assert second.outcome == "published"
    assert first.snapshot_id and second.snapshot_id and first.snapshot_id != second.snapshot_id
    digests = {bench.store.manifest(snapshot_id).content_digest for snapshot_id in bench.store.list()}
    assert len(digests) == 1


def test_routine_run_does_not_undo_a_rollback(bench: Bench) -> None:
    first = bench.run()
    edit_guide(bench.source, "JY-001", summary="改错了的说明")
    bench.run()
    bench.store.rollback(first.snapshot_id)
    again = bench.run()
    assert (again.outcome, bench.store.current_id()) == ("unchanged", first.snapshot_id)
    assert "--force" in again.message
    edit_guide(bench.source, "JY-001", summary="改对了的说明")
    assert bench.run().outcome == "published"


@pytest.mark.parametrize("change", [{"seed": 7}, {"encoder": "BAAI/bge-base-zh-v1.5"}])
def test_settings_of_the_build_make_a_new_snapshot(bench: Bench, change: dict[str, int | str]) -> None:
    bench.run()
    assert bench.run(settings=Settings().model_copy(update=change)).outcome == "published"


def test_settings_that_do_not_touch_the_build_make_none(bench: Bench) -> None:
    bench.run()
    settings = Settings().model_copy(update={"port": 9, "database_url": SecretStr("sqlite://")})
    assert bench.run(settings=settings).outcome == "unchanged"


def test_another_version_of_the_builder_makes_a_new_snapshot(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.run()
    monkeypatch.setattr("ingest.plan.builder_digest", lambda: "another")
    assert bench.run().outcome == "published"


def test_the_builder_is_given_the_snapshot_in_force(bench: Bench) -> None:
    first = bench.run()
    bench.run(force=True)
    assert first.snapshot_id is not None
    assert bench.builder.previous == [None, bench.store.folder(first.snapshot_id)]


def test_the_manifest_tells_counts_figures_source_and_rejected_files(bench: Bench) -> None:
    (bench.source / "guides" / "GA-011.json").write_text("{")
    report = bench.run()
    assert report.snapshot_id is not None
    facts = bench.store.manifest(report.snapshot_id).facts
    assert facts.counts["guides"] == 4
    assert facts.figures == report.figures == {"guides_per_index": 4.0}
    assert facts.sources == (str(bench.source),)
    assert [problem.file for problem in facts.rejected] == ["guides/GA-011.json"]


def test_questions_that_an_editor_accepted_are_published_with_the_next_run(bench: Bench, tmp_path: Path) -> None:
    settings = Settings().model_copy(update={"home": tmp_path / "home"})
    bench.run(settings=settings)
    proposed = Proposed(facet="fee", text="这件事一共要花几块钱呀")
    folder = ProposalFolder(settings.home / FOLDER)
    folder.change("GA-001", lambda sheet: sheet.with_new([proposed]))
    assert bench.run(settings=settings).outcome == "unchanged"
    folder.change("GA-001", lambda sheet: sheet.decided([1], "accepted"))
    assert bench.run(settings=settings).changes.updated == ("GA-001",)
    assert bench.records().asked["GA-001"][-1].text == proposed.text


def test_the_last_report_is_kept_even_when_nothing_changed(bench: Bench) -> None:
    bench.run()
    report = bench.run()
    assert last_report(bench.store.root) == report
    assert report.outcome == "unchanged"


@pytest.mark.parametrize("published", [False, True])
def test_an_empty_source_is_never_published(bench: Bench, tmp_path: Path, published: bool) -> None:
    if published:
        bench.run()
    before = bench.store.current_id()
    (tmp_path / "empty" / "guides").mkdir(parents=True)
    report = bench.run(tmp_path / "empty", allow_shrink=True)
    assert (report.outcome, bench.store.current_id()) == ("refused", before)
    assert "没有一份可以发布的办事指南" in report.message


def test_a_run_that_would_withdraw_more_than_half_is_refused(bench: Bench, tmp_path: Path) -> None:
    first = bench.run()
    wrong = make_source(tmp_path / "wrong", ("GA-001", "RS-001", "RS-002"))
    report = bench.run(wrong)
    assert report.outcome == "refused"
    assert "5 份办事指南中的 4 份" in report.message
    assert bench.store.current_id() == first.snapshot_id
    assert bench.run(wrong, allow_shrink=True).outcome == "published"
    assert len(bench.records().guides) == 3


def test_withdrawing_less_than_half_needs_no_leave(bench: Bench) -> None:
    bench.run()
    for item_id in ("GA-001", "GA-011"):
        (bench.source / "guides" / f"{item_id}.json").unlink()
    report = bench.run()
    assert (report.outcome, report.changes.withdrawn) == ("published", ("GA-001", "GA-011"))


def test_bad_files_are_no_withdrawals(bench: Bench) -> None:
    bench.run()
    for item_id in IDS:
        (bench.source / "guides" / f"{item_id}.json").write_text("{")
    report = bench.run()
    assert (report.outcome, report.changes.kept) == ("unchanged", IDS)


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_source_that_is_no_folder_is_an_error(bench: Bench, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceUnavailable, match="资料文件夹读不出来"):
        bench.run(tmp_path / name)


def test_two_runs_cannot_interleave(bench: Bench) -> None:
    with bench.store.begin(), pytest.raises(SnapshotBusy):
        bench.run()
    assert bench.run().outcome == "published"


def test_a_guide_without_questions_is_published(bench: Bench) -> None:
    shutil.rmtree(bench.source / "questions")
    report = bench.run()
    assert report.problems == ()
    assert (len(bench.records().guides), bench.records().questions) == (5, ())


def test_questions_without_a_guide_are_told_and_left_out(bench: Bench) -> None:
    shutil.copy(sample_folder() / "questions" / "RS-001.tsv", bench.source / "questions")
    report = bench.run()
    assert [(problem.severity, problem.file) for problem in report.problems] == [("warning", "questions/RS-001.tsv")]
    assert "RS-001" not in {question.item_id for question in bench.records().questions}


def test_a_question_written_twice_counts_once(bench: Bench) -> None:
    path = bench.source / "questions" / "GA-001.tsv"
    path.write_text("facet\tquestion\nfee\t要钱吗\nfee\t要钱吗 \ntime\t要钱吗\n")
    report = bench.run()
    assert [(problem.file, problem.line) for problem in report.warnings] == [("questions/GA-001.tsv", 3)]
    assert [q.facet for q in bench.records().questions if q.item_id == "GA-001"] == ["fee", "time"]


def test_links_to_guides_that_are_not_published_are_told_and_left_out(bench: Bench) -> None:
    edit_guide(bench.source, "GA-001", related=["ZZ-999", "JY-001"])
    report = bench.run()
    assert [(problem.file, problem.field) for problem in report.warnings] == [("guides/GA-001.json", "related")]
    assert bench.records().guides[0].related == ("JY-001",)


def test_a_promise_longer_than_the_law_allows_is_told(bench: Bench) -> None:
    edit_guide(bench.source, "GA-001", statutory_days=5, promised_days=9)
    problem = bench.run().warnings[0]
    assert (problem.file, problem.field) == ("guides/GA-001.json", "promised_days")
    assert "比法定时限 5 个工作日还长" in problem.reason


def test_a_guide_that_the_item_list_does_not_name_gets_a_desk_and_a_warning(bench: Bench) -> None:
    path = bench.source / "items.tsv"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith("GA-011")))
    report = bench.run()
    assert "清单里没有事项 GA-011" in report.warnings[0].reason
    assert {item.id: item.board for item in bench.records().items}["GA-011"] == UNLISTED_BOARD


def test_where_list_and_guide_disagree_the_guide_stands(bench: Bench) -> None:
    path = bench.source / "items.tsv"
    path.write_text(path.read_text().replace("出生登记（新生儿落户）", "出生登记"))
    report = bench.run()
    assert "GA-001 的名称、部门或服务对象与办事指南不一致" in report.warnings[0].reason
    assert bench.records().items[0].name == read_guide(bench.source, "GA-001")["name"]


def test_without_an_item_list_the_desks_stay(bench: Bench) -> None:
    bench.run()
    before = bench.records().items
    (bench.source / "items.tsv").unlink()
    report = bench.run()
    assert [problem.file for problem in report.problems] == ["items.tsv"]
    assert bench.records().items == before


def test_old_snapshots_are_pruned(bench: Bench) -> None:
    for number in range(KEEP + 3):
        edit_guide(bench.source, "GA-001", summary=f"第 {number} 次修改")
        bench.run()
    assert len(bench.store.list()) == KEEP


@pytest.mark.parametrize("spoil", ["content", "pointer"])
def test_a_damaged_snapshot_in_force_is_mended_from_the_newest_good_one(bench: Bench, spoil: str) -> None:
    bench.run()
    edit_guide(bench.source, "GA-001", summary="第二版")
    second = bench.run()
    assert second.snapshot_id is not None
    if spoil == "content":
        (bench.store.folder(second.snapshot_id) / "guides.jsonl").unlink()
    else:
        (bench.store.root / "CURRENT").write_text("?")
    (bench.source / "guides" / "GA-011.json").write_text("{")
    report = bench.run()
    assert report.outcome == "published"
    assert report.problems[0].file == "CURRENT"
    assert report.changes.kept == ("GA-011",)
    assert len(bench.records().guides) == 5


def test_records_of_another_version_of_the_product_are_rebuilt(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot that verifies but does not parse comes from other record classes; a run must get over it."""
    with bench.store.begin() as draft:
        (draft.folder / "guides.jsonl").write_text('{"an": "older form"}\n')
        from knowledge.manifest import SnapshotFacts

        bench.store.publish(draft, SnapshotFacts())
    report = bench.run()
    assert report.outcome == "published"
    assert "没有旧版本可以保留" in report.problems[0].reason
    assert len(bench.records().guides) == 5


def test_a_failing_builder_leaves_what_is_in_force(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bench.run().snapshot_id

    def fail(*arguments: object, **named: object) -> dict[str, float]:
        raise MemoryError

    edit_guide(bench.source, "GA-001", summary="第二版")
    monkeypatch.setattr("tests.ingest.conftest.StandInBuilder.__call__", fail)
    with pytest.raises(MemoryError):
        bench.run()
    monkeypatch.undo()
    assert bench.store.current_id() == before
    assert bench.run().outcome == "published"
