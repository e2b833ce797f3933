"""政策上门: once a measure, never to who does not want it, read only by whom it is for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.benefits.errors import NotOpen, UnknownMeasure, UnknownThing
from assistant.benefits.push.schemas import OptOutIn
from assistant.errors import InvalidRequest
from tests.assistant.benefits.world import World, code, company


def test_every_company_that_a_measure_suits_is_told_once(world: World) -> None:
    world.portraits[7] = company(8, rd_ratio=1)
    push, new = world.benefits.push.push(world.agent, "P1-2")
    assert (new, push.companies, push.notified, push.opted_out) == (True, 7, 7, 0)
    again, new = world.benefits.push.push(world.second, "P1-2")
    assert (new, again) == (False, push)
    inbox = world.benefits.push.inbox(code(1))
    assert (len(inbox.notices), inbox.unread) == (1, 1)
    assert "P1-2奖补" in inbox.notices[0].title
    assert "预计 5 万元" in inbox.notices[0].text
    assert world.benefits.push.inbox(code(8)).notices == ()


def test_pushing_at_once_makes_one_list(world: World) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: world.benefits.push.push(world.agent, "P1-2")[0].id, range(4)))
    assert len(set(made)) == 1
    assert len(world.benefits.push.inbox(code(1)).notices) == 1


@pytest.mark.parametrize("category", ["all", "mode:即申即享", "issuer:泉州市鲤城区工业和信息化局"])
def test_who_opted_out_is_listed_and_not_told(world: World, category: str) -> None:
    chosen = world.benefits.push.choose(code(1), OptOutIn(category=category, opted_out=True))
    assert [each.category for each in chosen.categories if each.opted_out] == [category]
    push, _ = world.benefits.push.push(world.agent, "P1-2")
    assert (push.companies, push.notified, push.opted_out) == (8, 7, 1)
    assert world.benefits.push.inbox(code(1)).notices == ()
    name, content = world.benefits.push.export(push.id)
    rows = content.decode("utf-8-sig").splitlines()
    assert name == "政策上门-P1-2.csv"
    assert rows[0] == "统一社会信用代码,企业名称,预计金额（元）,是否推送"
    assert f"{code(1)},泉州第1号鞋业有限公司,50000.00,不推送" in rows
    assert len(rows) == 9


def test_another_category_does_not_keep_a_notice_away_and_opting_in_undoes_it(world: World) -> None:
    service = world.benefits.push
    service.choose(code(1), OptOutIn(category="mode:申报", opted_out=True))
    service.choose(code(1), OptOutIn(category="all", opted_out=True))
    service.choose(code(1), OptOutIn(category="all", opted_out=False))
    service.push(world.agent, "P1-2")
    assert service.inbox(code(1)).unread == 1
    service.push(world.agent, "P1-1")
    assert len(service.inbox(code(1)).notices) == 1
    with pytest.raises(InvalidRequest):
        service.choose(code(1), OptOutIn(category="no such", opted_out=True))


def test_only_its_company_reads_a_notice(world: World) -> None:
    world.benefits.push.push(world.agent, "P1-2")
    notice = world.benefits.push.inbox(code(1)).notices[0]
    with pytest.raises(UnknownThing):
        world.benefits.push.read(code(2), notice.id)
    world.benefits.push.read(code(1), notice.id)
    world.benefits.push.read(code(1), notice.id)
    inbox = world.benefits.push.inbox(code(1))
    assert (inbox.unread, inbox.notices[0].read) == (0, True)


def test_an_expired_measure_is_not_pushed(world: World) -> None:
    with pytest.raises(NotOpen, match="有效期"):
        world.benefits.push.push(world.agent, "P3-1")
    with pytest.raises(UnknownMeasure):
        world.benefits.push.push(world.agent, "P9-9")


def test_notices_that_a_killed_process_left_are_delivered_by_the_next(world: World) -> None:
    class Dead:
        def deliver(self, notices: object) -> None:
            raise KeyboardInterrupt

    service = world.benefits.push
    inbox, service._notifier = service._notifier, Dead()
    with pytest.raises(KeyboardInterrupt):
        service.push(world.agent, "P1-2")
    service._notifier = inbox
    push, new = service.push(world.agent, "P1-2")
    assert (new, push.notified) == (False, 8)


def test_the_credit_check_tells_who_is_listed_and_which_codes_are_wrong(world: World) -> None:
    service = world.benefits.credit
    assert service.check([code(1)]).lists == ()
    (world.home / "credit").mkdir()
    (world.home / "credit" / "失信.txt").write_text(f"{code(1)}\n{code(3)}\n", encoding="utf-8")
    done = service.check([code(1).lower(), code(2), code(1), "不是代码"])
    assert (done.checked, done.invalid, done.lists) == (2, ("不是代码",), ("失信",))
    assert [(each.credit_code, each.list) for each in done.listed] == [(code(1), "失信")]
