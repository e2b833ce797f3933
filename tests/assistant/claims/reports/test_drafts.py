"""Drafts survive a closed browser, do not overwrite one another, and are forgotten in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from assistant.claims.reports.errors import DraftChanged, DraftNotFound, DraftSubmitted
from assistant.claims.reports.receipts import digest
from assistant.state.claim_reports_models import ClaimDraftRow
from tests.assistant.claims.reports.world import COMPANY, FILLED, SUBMIT, World


def test_a_draft_comes_back_as_it_was_left_with_what_it_lacks(world: World) -> None:
    reports = world.claims.reports
    draft = reports.start_draft({"demands": "要求退一赔十", "contact_phone": "123"})
    back = reports.draft(draft.draft_id)
    assert back == draft
    assert back.fields == {"demands": "要求退一赔十", "contact_phone": "123"}
    assert {each.field for each in back.missing} >= {"reporter_company", "contact_name", "description"}
    assert [each.field for each in back.wrong] == ["contact_phone"]
    assert back.expires_on.isoformat() == "2026-12-24"


def test_only_the_digest_of_a_drafts_secret_is_kept(world: World) -> None:
    draft_id = world.draft()
    with world.engine.connect() as connection:
        row = connection.execute(select(ClaimDraftRow.__table__)).one()
    assert row.id_digest == digest(draft_id)
    assert draft_id not in str(row)


def test_of_two_windows_the_second_is_told_instead_of_overwriting(any_world: World) -> None:
    reports = any_world.claims.reports
    draft = reports.start_draft(FILLED)
    saved = reports.save_draft(draft.draft_id, FILLED | {"product": "饼干"}, draft.version)
    assert saved.version == 2
    with pytest.raises(DraftChanged):
        reports.save_draft(draft.draft_id, FILLED | {"product": "面包"}, draft.version)
    assert reports.draft(draft.draft_id).fields["product"] == "饼干"
    assert reports.save_draft(draft.draft_id, FILLED).fields == FILLED  # who does not say what they saw comes last


def test_of_many_windows_at_once_one_wins_each_version(any_world: World) -> None:
    reports = any_world.claims.reports
    draft = reports.start_draft(FILLED)

    def save(number: int) -> bool:
        try:
            reports.save_draft(draft.draft_id, FILLED | {"product": str(number)}, 1)
        except DraftChanged:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(save, range(6))) == 1
    assert reports.draft(draft.draft_id).version == 2


def test_saving_prolongs_a_draft_and_a_forgotten_one_goes_with_its_files(any_world: World) -> None:
    reports, claims = any_world.claims.reports, any_world.claims
    kept, forgotten = any_world.draft(), any_world.draft()
    any_world.file(digest(forgotten))
    any_world.clock.forward(days=29)
    reports.save_draft(kept, FILLED)
    any_world.clock.forward(days=1)
    with pytest.raises(DraftNotFound):
        reports.draft(forgotten)
    with pytest.raises(DraftNotFound):
        reports.save_draft(forgotten, FILLED)
    assert claims.caretaker.once()["drafts_expired"] == 1
    assert not [path for path in (any_world.home / "claims").rglob("*") if path.is_file()]
    assert reports.draft(kept).fields == FILLED


def test_a_deleted_draft_is_gone_with_its_files(world: World) -> None:
    draft_id = world.draft()
    world.file(digest(draft_id))
    world.claims.reports.delete_draft(draft_id)
    for gone in (world.claims.reports.draft, world.claims.reports.delete_draft):
        with pytest.raises(DraftNotFound):
            gone(draft_id)
    assert not [path for path in (world.home / "claims").rglob("*") if path.is_file()]


def test_a_sent_draft_is_closed_and_keeps_nothing(world: World) -> None:
    draft_id = world.draft()
    world.claims.reports.submit(draft_id, SUBMIT)
    reports = world.claims.reports
    for closed in (reports.draft, reports.delete_draft, lambda one: reports.save_draft(one, FILLED)):
        with pytest.raises(DraftSubmitted):
            closed(draft_id)
    with world.engine.connect() as connection:
        assert connection.execute(select(ClaimDraftRow.fields)).scalar_one() == {}


def test_a_company_that_is_signed_in_finds_its_name_filled_in(world: World) -> None:
    draft = world.claims.reports.start_draft({"demands": "赔十倍"}, COMPANY)
    assert draft.fields["reporter_company"] == "泉州第1号鞋业有限公司"
    assert draft.fields["reporter_code"] == COMPANY.credit_code
