"""Looking up: masked, in working days, and nothing at all for who does not know the second factor."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from assistant.applications import sample as sample_module
from assistant.applications.errors import ApplicationLocked, ApplicationNotFound, CaseSystemUnavailable
from assistant.applications.tries import TryRules
from assistant.applications.wiring import Rules
from tests.assistant.applications.world import World, case_of, fake_system
from tests.conftest import RunningServer

ROWS = yaml.safe_load(Path(sample_module.__file__).with_name("sample.yaml").read_text("utf-8"))["cases"]
GUIDES = Path(sample_module.__file__).parents[2] / "knowledge" / "data" / "guides"


def wrong(world: World, number: str = "T1", client: str = "a", verify: str = "0000") -> str:
    """A wrong try; the name of what came of it."""
    try:
        world.service.look_up(number, verify, client)
    except (ApplicationNotFound, ApplicationLocked) as error:
        return error.code
    return "found"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_every_sample_case_is_found_by_each_of_its_factors_and_masked(sample: World, row: dict[str, Any]) -> None:
    for factor in row["factors"]:
        found = sample.service.look_up(row["number"], factor.lower(), "a")
        assert (found.number, found.state, found.sample) == (row["number"], row["state"], True)
        assert row["applicant"] not in found.model_dump_json()
        assert found.next_text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_sample_cases_keep_the_words_and_limits_of_their_guides(row: dict[str, Any]) -> None:
    guide = json.loads((GUIDES / f"{row['item_id']}.json").read_text("utf-8"))
    told = (row["item_name"], row["department"], row["promised_days"])
    assert told == (guide["name"], guide["department"], guide["promised_days"])


def test_the_sample_shows_every_state_also_months_later(sample: World) -> None:
    for days in (0, 100):
        sample.clock.forward(days=days)
        found = [sample.service.look_up(row["number"], row["factors"][0], "a") for row in ROWS]
        assert {each.state for each in found} == {
            "received",
            "reviewing",
            "waiting",
            "approved",
            "rejected",
            "withdrawn",
        }
        assert sum(each.overdue and each.state == "reviewing" for each in found) == 3


def test_neither_names_nor_factors_lie_in_the_database(sample: World) -> None:
    sample.service.look_up(ROWS[0]["number"], ROWS[0]["factors"][0], "a")
    with sample.engine.connect() as connection:
        stored = repr(connection.execute(text("SELECT * FROM service_case")).all())
    for row in ROWS:
        assert row["applicant"] not in stored
        assert not any(f"'{factor}'" in stored or f'"{factor}"' in stored for factor in row["factors"])


def test_a_number_typed_with_slips_is_the_same_number(sample: World) -> None:
    typed = "ｌｃ２０２６ 000104 "
    assert sample.service.look_up(typed, "5504", "a").number == "LC2026000104"


def test_an_unknown_number_and_a_wrong_factor_get_the_very_same_answer(sample: World) -> None:
    answers = []
    for number in ("LC2026000104", "LC2026999999"):
        response = sample.ask(
            None, "GET", f"/applications/{number}?verify=0000", headers={"X-Request-ID": "same-id-here"}
        )
        headers = {name: value for name, value in response.headers.items() if name != "x-request-id"}
        answers.append((response.status_code, response.json(), headers))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert answers[0][1]["error"]["code"] == "application_not_found"


def test_five_wrong_tries_lock_a_number_that_exists_and_one_that_does_not_alike(sample: World) -> None:
    answers = []
    for number in ("LC2026000104", "LC2026999999"):
        for _ in range(5):
            assert sample.ask(None, "GET", f"/applications/{number}?verify=0000").status_code == 404
        right = "5504" if number.endswith("104") else "0000"
        response = sample.ask(
            None, "GET", f"/applications/{number}?verify={right}", headers={"X-Request-ID": "same-id-here"}
        )
        assert response.headers["Retry-After"] == "1800"
        answers.append((response.status_code, response.json(), dict(response.headers)))
    assert answers[0] == answers[1]
    assert answers[0][1]["error"]["code"] == "application_locked"


def test_a_lock_ends_by_itself_and_the_right_factor_forgets_wrong_tries(world: World) -> None:
    assert [wrong(world) for _ in range(6)] == ["application_not_found"] * 5 + ["application_locked"]
    world.clock.forward(minutes=31)
    assert [wrong(world) for _ in range(4)] == ["application_not_found"] * 4
    assert world.service.look_up("T1", "1234", "a").number == "T1"
    assert [wrong(world) for _ in range(5)] == ["application_not_found"] * 5


def test_a_lock_outlives_a_restart(make_world: Callable[..., World], any_url: str) -> None:
    before = make_world(any_url, system=fake_system(case_of("T1")))
    assert [wrong(before) for _ in range(5)] == ["application_not_found"] * 5
    after = make_world(any_url, system=fake_system(case_of("T1")))
    with pytest.raises(ApplicationLocked):
        after.service.look_up("T1", "1234", "a")


def test_another_client_is_not_locked_with_the_first(world: World) -> None:
    assert [wrong(world) for _ in range(6)][-1] == "application_locked"
    assert world.service.look_up("T1", "1234", "b").number == "T1"


def test_one_client_cannot_go_through_many_numbers(world: World) -> None:
    found = [wrong(world, f"N{number}") for number in range(31)]
    assert found == ["application_not_found"] * 30 + ["application_locked"]
    assert wrong(world, "T1", "b") == "application_not_found"


def test_a_right_factor_between_wrong_ones_does_not_wash_a_client_clean(world: World) -> None:
    for number in range(29):
        assert wrong(world, f"N{number}") == "application_not_found"
        world.service.look_up("T1", "1234", "a")
    assert wrong(world, "N29") == "application_not_found"
    assert wrong(world, "N30") == "application_locked"


def test_many_clients_together_lock_a_number_but_not_for_who_has_known_it(world: World) -> None:
    world.service.look_up("T1", "1234", "home")
    tries = [wrong(world, "T1", f"stranger {number // 4}") for number in range(26)]
    assert tries == ["application_not_found"] * 25 + ["application_locked"]
    with pytest.raises(ApplicationLocked):
        world.service.look_up("T1", "1234", "a new place")
    assert world.service.look_up("T1", "1234", "home").number == "T1"


def test_guesses_sent_together_count_each(make_world: Callable[..., World], any_url: str) -> None:
    world = make_world(any_url, system=fake_system(case_of("T1")))
    wrong(world, "T1", "warm")
    results: list[str] = []

    def guess() -> None:
        results.append(wrong(world))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["application_locked"] * 7 + ["application_not_found"] * 5


def test_a_try_that_nobody_could_decide_does_not_count(make_world: Callable[..., World]) -> None:
    system = fake_system(case_of("T1"))
    world = make_world(system=system)
    system.away = True
    for _ in range(8):
        with pytest.raises(CaseSystemUnavailable):
            world.service.look_up("T1", "1234", "a")
    system.away = False
    assert world.service.look_up("T1", "1234", "a").number == "T1"


def test_a_case_system_that_is_away_is_told_honestly_with_a_telephone(make_world: Callable[..., World]) -> None:
    system = fake_system()
    system.away = True
    response = make_world(system=system).ask(None, "GET", "/applications/T1?verify=1234")
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "case_system_unavailable"
    assert "12345" in response.json()["error"]["message"]


def test_right_tries_sent_together_are_all_answered(make_world: Callable[..., World], any_url: str) -> None:
    world = make_world(any_url, system=fake_system(*(case_of(f"T{number}") for number in range(20))))
    failures: list[Exception] = []

    def look(number: int, client: int) -> None:
        try:
            world.service.look_up(f"T{number}", "1234", f"client {client} of {number}")
        except (ApplicationLocked, ApplicationNotFound) as error:
            failures.append(error)

    for number in range(20):
        threads = [threading.Thread(target=look, args=(number, client)) for client in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []


def test_old_tries_are_swept_away(make_world: Callable[..., World], any_url: str) -> None:
    world = make_world(any_url, system=fake_system(), rules=Rules(tries=TryRules(client=10_000)))
    for number in range(40):
        wrong(world, f"N{number}")
    world.clock.forward(days=2)
    wrong(world, "NEW")
    with world.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM lookup_try")).scalar_one() == 3


@pytest.mark.parametrize("verify", ["", "123", "12345", "12 4", "一二三四", "%00%00%00%00", "'OR1"])
def test_a_factor_of_another_form_is_refused_without_being_quoted(world: World, verify: str) -> None:
    response = world.ask(None, "GET", f"/applications/T1?verify={verify}")
    assert response.status_code == 422
    assert verify not in response.json()["error"]["message"] or not verify


@pytest.mark.parametrize("number", ["%00", "..%2f..", "x" * 60, "'; DROP TABLE service_case; --", "办件", "-"])
def test_hostile_numbers_are_not_found(sample: World, number: str) -> None:
    assert sample.ask(None, "GET", f"/applications/{number}?verify=1234").status_code in (404, 422)


def test_the_view_tells_stages_limits_and_whom_to_ask(world: World) -> None:
    found = world.ask(None, "GET", "/applications/T1?verify=567x").json()
    assert found["applicant"] == "王**"
    assert [(stage["name"], stage["status"]) for stage in found["stages"]] == [
        ("收件", "done"),
        ("受理", "done"),
        ("审核", "current"),
        ("决定", "next"),
    ]
    assert found["stages"][3]["due_on"] == found["due_on"] == "2026-12-17"
    assert (found["days_used"], found["days_left"], found["overdue"]) == (3, 17, False)
    assert found["next_text"] == "公安分局正在办理，最迟 2026 年 12 月 17 日（星期四）办完。"
    assert (found["limit_text"], found["due_text"]) == ("还剩 17 个工作日", "最迟 2026 年 12 月 17 日（星期四）办好")
    assert found["contact"] == {"department": "公安分局", "place": "", "phone": "12345", "hours": ""}
    assert found["can_urge"]
    assert not found["can_rate"]


def test_a_due_day_in_a_year_not_yet_arranged_is_called_an_estimate(make_world: Callable[..., World]) -> None:
    late = case_of("T1", promised_days=20, submitted_on=date(2033, 12, 20), accepted_on=date(2033, 12, 20))
    world = make_world(system=fake_system(late))
    world.clock.forward(days=365 * 7 + 30)
    found = world.service.look_up("T1", "1234", "a")
    assert found.due_is_estimate
    assert "估计" in found.next_text


def test_the_second_factor_and_the_number_stand_in_no_log_line(
    sample_home: Path, serve: Callable[..., RunningServer]
) -> None:
    import httpx

    server = serve(sample_home, QUANQUAN_LOG_LEVEL="debug", QUANQUAN_CASE_KEY="a key of this test")
    for verify in ("5504", "7391"):
        httpx.get(f"{server.url}/api/v1/applications/LC2026000104?verify={verify}", timeout=20)
    httpx.post(
        f"{server.url}/api/v1/applications/LC2026000104/urge", json={"verify": "7391", "text": "快点"}, timeout=20
    )
    server.stop()
    log = server.log.read_text()
    assert "/api/v1/applications/{number}" in log
    assert not any(secret in log for secret in ("verify=", "7391", "LC2026000104", "快点"))
