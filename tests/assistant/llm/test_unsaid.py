"""A model words what the guide says; that the guide does not say something stands as composed, and no gap is filled."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from assistant.llm.coverage import is_complete
from assistant.llm.draft import draft_of, names_of
from assistant.llm.fake import ScriptedModel
from assistant.llm.metrics import PhraserMetrics
from assistant.llm.phraser import Phraser
from assistant.llm.port import NotPhrased
from assistant.pipeline.reply import Reply
from knowledge.models import Facet, FrequentQuestion, Place, ServiceGuide, Step
from tests.assistant.fakes import FakeIndex
from tests.assistant.pipeline.scripted import ScriptedIndex, ask
from tests.assistant.pipeline.test_unsaid import EMPTY, paper, silent
from tests.coroutines import run_coroutine

WINDOW = Place(name="房管窗口", address="聚宝楼2层", hours="", phone="0595-22350000")
GAPS: list[tuple[dict[str, object], Facet, str]] = [
    ({}, "place", "去房管窗口，地址：聚宝楼2层，免费。"),
    ({}, "place", "去房管窗口，地址：聚宝楼2层，要40元。"),
    ({}, "place", "去房管窗口，地址：聚宝楼2层，也可以网上办。"),
    ({}, "place", "去房管窗口，地址：聚宝楼2层，跑一次就行。"),
    ({}, "place", "去房管窗口，地址：聚宝楼2层，当天就能办好。"),
    ({"statutory_days": 60}, "time", "60个工作日内办结。"),
    ({"statutory_days": 60}, "time", "法定时限60个工作日。"),
    ({"steps": (Step(name="申请", detail="到窗口提交"),)}, "process", "到窗口提交申请，最多跑一次。"),
]


def composed(guide: ServiceGuide, *facets: Facet) -> Reply:
    clues = dict(zip(("甲问", "乙问"), facets, strict=False))
    index = ScriptedIndex(guides={guide.id: guide}, confidences=((guide.id, 0.9),), clues=clues)
    asked = ask(index, "公租房" + "，公租房".join(clues))
    assert asked.facets == facets
    return asked


def worded(guide: ServiceGuide, reply: Reply, model: ScriptedModel) -> Reply:
    index = FakeIndex(guides={guide.id: guide})
    phraser = Phraser(model, lambda: index, PhraserMetrics(CollectorRegistry()))

    async def last() -> str | Reply:
        return [piece async for piece in phraser.phrase("公租房", reply)][-1]

    final = run_coroutine(last())
    assert isinstance(final, Reply)
    return final


@pytest.mark.parametrize("facet", EMPTY)
def test_no_model_is_asked_to_word_that_nothing_is_said(facet: Facet) -> None:
    model = ScriptedModel("不收费，当场就能办好。")
    with pytest.raises(NotPhrased) as why:
        worded(silent(), composed(silent(), facet), model)
    assert why.value.reason == "unsaid"
    assert model.asked == []


def test_what_is_said_is_worded_and_what_is_not_stands_as_composed() -> None:
    guide = silent(places=(WINDOW,))
    reply = composed(guide, "fee", "place")
    model = ScriptedModel("去房管窗口办，地址：聚宝楼2层。")
    final = worded(guide, reply, model)
    assert final.text.startswith("去房管窗口办，地址：聚宝楼2层。\n以上由人工智能整理")
    assert final.text.endswith("\n" + reply.text.splitlines()[0])
    assert "没有写明要不要交钱、交多少钱" in final.text
    assert "没有写明" not in model.asked[0].user


@pytest.mark.parametrize(("changes", "facet", "wording"), GAPS)
def test_a_wording_that_fills_a_gap_is_not_used(changes: dict[str, object], facet: Facet, wording: str) -> None:
    guide = silent(places=(WINDOW,), **changes)
    assert not is_complete(wording, guide, (facet,))
    with pytest.raises(NotPhrased):
        worded(guide, composed(guide, facet), ScriptedModel(wording))


def test_a_list_of_papers_with_gaps_is_no_model_s_to_word() -> None:
    guide = silent(materials=(paper("户口簿"),))
    with pytest.raises(NotPhrased) as why:
        worded(guide, composed(guide, "materials"), ScriptedModel("带户口簿原件1份。"))
    assert why.value.reason == "unsaid"


@pytest.mark.parametrize("claim", ["带户口簿原件", "户口簿要2份", "户口簿必须带", "户口簿可以不带"])
def test_a_wording_of_something_else_says_nothing_more_of_a_paper_than_its_name(claim: str) -> None:
    guide = silent(places=(WINDOW,), materials=(paper("户口簿"),))
    assert is_complete("去房管窗口。", guide, ("place",))
    assert not is_complete(f"去房管窗口，{claim}。", guide, ("place",))


@pytest.mark.parametrize(
    ("changes", "facet", "wording"),
    [
        ({}, "place", "去房管窗口，地址：聚宝楼2层。"),
        ({"statutory_days": 60}, "time", "承诺时限办事指南没有写明，法定时限是60个工作日。"),
        ({"steps": (Step(name="申请", detail="到窗口提交"),)}, "process", "到窗口提交申请。"),
    ],
)
def test_a_wording_of_what_is_said_is_used(changes: dict[str, object], facet: Facet, wording: str) -> None:
    guide = silent(places=(WINDOW,), **changes)
    assert worded(guide, composed(guide, facet), ScriptedModel(wording)).text.startswith(wording)


def test_the_guides_own_answer_is_worded_without_the_gap_beside_it() -> None:
    own = FrequentQuestion(q="申请公租房要不要交手续费？", a="申请公租房不用交手续费。")
    guide = silent(faq=(own,))
    reply = ask(ScriptedIndex(guides={guide.id: guide}), "申请公租房要不要交手续费", item_id=guide.id, facet="fee")
    assert draft_of("", reply, guide).body == own.a


def test_names_of_guides_without_channels_are_read() -> None:
    assert names_of(FakeIndex(guides={"AA-001": silent()})) == ("公租房申请",)
