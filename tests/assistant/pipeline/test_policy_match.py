"""«泉州XX鞋业能拿什么补贴» as a turn: found in the sentence, asked back, put to choice, unknown; and nothing captured."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pytest

from assistant.outcomes import wording
from assistant.pipeline import policy_match
from assistant.pipeline.companies import NOBODY, Named, NamedCompany, told_apart
from assistant.pipeline.context import DialogueState, Turn, TurnInput
from assistant.pipeline.reply import MatchCard, MatchLine, OpenPage, Reply
from assistant.pipeline.runner import Engine
from assistant.tools.company_policies import ServiceCompanies
from knowledge import text
from knowledge.portraits.directory import Directory, sample_companies
from tests.assistant.matching.stand_ins import document, measure, service
from tests.assistant.pipeline.authored import authored
from tests.assistant.pipeline.scripted import ScriptedIndex
from tests.knowledge.small import DATA

SHOE = "91350502MAX50L2368"
ON = date(2026, 11, 23)
AWAITING, FRESH = DialogueState(awaiting="company"), DialogueState()


@cache
def sample() -> Directory:
    return Directory(sample_companies())


@dataclass
class SampleCompanies:
    """The shipped companies by name, and a card that says no more than who was asked for."""

    told: list[str] = field(default_factory=list)
    cards: ServiceCompanies = field(default_factory=lambda: ServiceCompanies(service(), sample))

    def named(self, words: str) -> Named:
        return self.cards.named(words)

    def by_code(self, credit_code: str) -> NamedCompany | None:
        return self.cards.by_code(credit_code)

    def card(self, credit_code: str, on: date) -> MatchCard:
        self.told.append(credit_code)
        line = MatchLine(
            measure_id="P001-1",
            title="首次入规奖励",
            award=100000,
            award_text="奖励 10 万元",
            document_id="P001",
            document_title="若干措施",
            article="第三条",
        )
        company = self.by_code(credit_code)
        assert company is not None
        return MatchCard(
            company=company.name,
            credit_code=credit_code,
            district=company.district,
            on=on,
            total=100000,
            total_text="预计可得 10 万元，共 1 项。",
            matches=(line,),
            match_count=1,
            near_misses=(),
            near_count=2,
            unknown_count=3,
            page=f"/policies?company={credit_code}",
        )


def say(said: str, state: DialogueState = FRESH) -> tuple[Reply, DialogueState]:
    engine = Engine(ScriptedIndex, None, SampleCompanies())
    return engine.reply(TurnInput(said, "s", "r", state=state, on=ON))


@pytest.mark.parametrize(
    "said",
    [
        "泉州榛柏熙鞋业能拿什么补贴",
        "榛柏熙鞋业有什么政策",
        "榛柏熙能申请哪些奖励？",
        "你好，帮我查一下泉州榛柏熙鞋业有限公司可以享受哪些优惠政策",
        "我是榛柏熙鞋业的，我们公司能领多少补贴",
        "有哪些政策适合泉州榛柏熙鞋业有限公司",
        "榛柏西鞋业能拿什么补贴",
        "泉州榛柏熙鞋业有限公司",
        "91350502MAX50L2368能拿多少补贴",
        "91350502max50l2368 有什么补贴",
    ],
)
def test_a_company_named_in_the_sentence_is_matched(said: str) -> None:
    reply, state = say(said)
    assert reply.outcome == "tool"
    assert isinstance(reply.card, MatchCard)
    assert (reply.card.company, reply.card.credit_code) == ("泉州榛柏熙鞋业有限公司", SHOE)
    assert "泉州榛柏熙鞋业有限公司" in reply.text and "首次入规奖励：奖励 10 万元" in reply.text
    assert "示例数据" in reply.text
    assert [(one.source_id, one.section) for one in reply.citations] == [("P001", "第三条")]
    assert OpenPage(label="查看全部结果，可以下载", url=f"/policies?company={SHOE}") in reply.actions
    assert len(reply.suggestions) >= 3
    assert state.awaiting is None


WAYS = """{}能拿哪些补贴
{}能申请哪些奖励
请问{}可以领多少钱
查一下{}能享受的政策
查一下{}符合哪些政策
{}有哪些补贴可以申请
我是{}的老板，我们能申请哪些奖励
有哪些补贴适合{}
{}这家公司能拿多少奖励
{}能不能拿补贴
{}有没有补贴可以拿
{}符合什么补贴条件
给{}匹配一下政策
{}政策匹配
{}能报哪些项目
{}还能领什么钱
{}的惠企政策有哪些
{}有啥补贴没有
你好，我公司叫{}，想了解能申请哪些扶持资金
{}有资格申请哪些补助""".splitlines()
NAMES = {
    "泉州芮桐峻智能科技股份有限公司": "芮桐峻智能科技",
    "泉州芮垚森新能源有限公司": "泉州芮垚森新能源",
    "泉州市鲤城区祎泽昭小吃店": "祎泽昭小吃店",
    "永春县炘舟湛柑橘专业合作社": "炘舟湛",
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_it_is_asked_the_company_is_found(way: str) -> None:
    for name, short in NAMES.items():
        for said in (way.format(name), way.format(short)):
            card = decide(said).card
            assert isinstance(card, MatchCard), said
            assert card.company == name


@pytest.mark.parametrize(
    "said",
    [
        "榛柏熙鞋业怎么申请首次入规奖励",
        "《鲤城区支持工业企业上规入库若干措施》榛柏熙鞋业申请要什么材料，有补贴吗",
        "榛柏熙鞋业的营业执照丢了怎么补",
    ],
)
def test_a_company_named_beside_another_question_is_not_matched(said: str) -> None:
    assert decide(said).outcome is None


@pytest.mark.parametrize(
    "said", ["我们公司能申请哪些奖励", "我公司可以享受什么政策？", "请问我们厂能拿多少补贴", "本企业有什么惠企政策"]
)
def test_without_a_name_it_is_asked_back_and_the_name_alone_is_the_answer(said: str) -> None:
    reply, state = say(said)
    assert (reply.outcome, reply.text) == ("clarify", wording("clarify", "company"))
    assert state.awaiting == "company"
    for name in ("榛柏熙鞋业", "泉州榛柏熙鞋业有限公司", "我们公司叫榛柏熙", SHOE):
        answer, after = say(name, state)
        assert isinstance(answer.card, MatchCard)
        assert after.awaiting is None


def test_whoever_asks_something_else_instead_is_answered_that() -> None:
    reply, state = say("身份证丢了怎么补", AWAITING)
    assert (reply.outcome, reply.item_id, state.awaiting) == ("answered", "GA-015", None)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("泉州某某鞋业有限公司能拿什么补贴", FRESH),
        ("石狮查无此企业股份有限公司有哪些政策", FRESH),
        ("我们公司叫查无此名鞋业", AWAITING),
        ("91350502MAX50L237B能拿什么补贴", FRESH),
    ],
)
def test_an_unknown_company_is_said_to_be_unknown_and_the_page_is_offered(said: str, state: DialogueState) -> None:
    reply, after = say(said, state)
    assert (reply.outcome, reply.text, reply.card) == ("tool", wording("tool", "unknown_company"), None)
    assert any(isinstance(action, OpenPage) for action in reply.actions)
    assert after.awaiting == "company"


@dataclass
class Twins(SampleCompanies):
    """Every name means two companies."""

    names: Sequence[str] = ("泉州榛柏熙鞋业有限公司", "石狮榛柏熙鞋业有限公司")

    def named(self, words: str) -> Named:
        if not words.startswith("榛柏熙"):
            return NOBODY
        codes = (SHOE, "91350502MAX50L237B")
        return Named(None, tuple(NamedCompany(c, n, "鲤城区", n) for c, n in zip(codes, self.names, strict=True)))


def test_companies_of_like_name_are_put_to_choice() -> None:
    engine = Engine(ScriptedIndex, None, Twins())
    reply, state = engine.reply(TurnInput("榛柏熙能拿什么补贴", "s", "r", on=ON))
    assert (reply.outcome, reply.text, state.awaiting) == ("clarify", wording("clarify", "which_company"), "company")
    assert [(one.text, one.hint) for one in reply.suggestions] == [
        ("泉州榛柏熙鞋业有限公司能拿什么补贴？", "鲤城区"), ("石狮榛柏熙鞋业有限公司能拿什么补贴？", "鲤城区"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [("第二个", "91350502MAX50L237B"), ("1", SHOE), ("最后一家", "91350502MAX50L237B"), ("第三家", None)],
)
def test_a_number_chooses_among_them(said: str, code: str | None) -> None:
    engine = Engine(ScriptedIndex, None, Twins())
    _, state = engine.reply(TurnInput("榛柏熙能拿什么补贴", "s", "r", on=ON))
    turn = Turn(TurnInput(said, "s", "r", state=state, on=ON), ScriptedIndex(), companies=Known())
    turn.normalised = text.normalise(said)
    policy_match.run(turn)
    assert (turn.card.credit_code if isinstance(turn.card, MatchCard) else None) == code


class Known(Twins):
    """Every code is somebody's."""

    def by_code(self, credit_code: str) -> NamedCompany | None:
        return NamedCompany(credit_code, "榛柏熙商行", "鲤城区", "榛柏熙商行")


def test_companies_of_one_name_are_told_apart_by_place_and_code() -> None:
    engine = Engine(ScriptedIndex, None, Twins(names=("榛柏熙商行", "榛柏熙商行")))
    reply, _ = engine.reply(TurnInput("榛柏熙能拿什么补贴", "s", "r", on=ON))
    assert [one.text for one in reply.suggestions] == [f"{SHOE}能拿什么补贴？", "91350502MAX50L237B能拿什么补贴？"]
    assert reply.suggestions[0].hint == f"榛柏熙商行（鲤城区，{SHOE}）"
    assert told_apart([]) == []


@pytest.mark.parametrize(
    "said",
    [
        "鞋业有什么补贴政策",
        "泉州鞋业能拿什么补贴",
        "鲤城区的高新技术企业能申请哪些奖励",
        "中小企业可以享受什么政策",
        "企业能申请哪些补贴",
        "个体工商户有哪些扶持政策",
        "服饰企业参加展会有什么补贴",
        "我们厂今年刚进规上，区里有没有钱奖",
        "有哪些惠企政策",
        "开有限公司要什么材料",
        "怎么注册泉州某某贸易有限公司",
        "榛柏熙鞋业能拿什么补贴" + "，我们家的事情说来话长" * 20,
    ],
)
def test_a_question_about_policies_in_general_is_left_to_the_policy_files(said: str) -> None:
    assert decide(said).outcome is None


def test_in_an_engine_without_companies_nothing_is_matched() -> None:
    reply, _ = Engine(ScriptedIndex).reply(TurnInput("榛柏熙鞋业能拿什么补贴", "s", "r"))
    assert reply.outcome == "answered"


def decide(said: str) -> Turn:
    turn = Turn(TurnInput(said, "s", "r", on=ON), ScriptedIndex(), companies=SampleCompanies())
    turn.normalised = text.normalise(said)
    policy_match.run(turn)
    return turn


def _on_policies() -> list[str]:
    found = []
    for path in sorted((DATA / "policies").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return found


def test_no_authored_question_is_captured() -> None:
    questions = [*authored(), *_on_policies()]
    assert len(questions) > 13_000
    assert [said for said in questions if decide(said).outcome is not None] == []


def test_the_words_of_the_conversation_come_from_the_matching_itself() -> None:
    labelled = document(
        measure("P001-1", [{"field": "revenue", "op": ">=", "value": 1}], {"kind": "fixed", "amount": 10000})
    )
    companies = ServiceCompanies(service(documents=(labelled,)), sample)
    reply, _ = Engine(ScriptedIndex, None, companies).reply(TurnInput("榛柏熙鞋业有什么政策", "s", "r", on=ON))
    assert isinstance(reply.card, MatchCard)
    assert (reply.card.match_count, reply.card.unknown_count) == (0, 1)
    assert "2,600" not in reply.model_dump_json()  # its revenue is nobody else's to know
    assert "另有 1 项要看没有公开的数据才能判断。" in reply.text
