"""An assistant with a language model: one rich guide, and an engine that composes its answers as the real one does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from assistant.index_holder import IndexHolder
from assistant.observability import Metrics
from assistant.outcomes import wording
from assistant.pipeline.compose import FACET_WORDS
from assistant.pipeline.context import DialogueState, TurnInput
from assistant.pipeline.record import speakable
from assistant.pipeline.reply import Citation, Outcome, Reply
from assistant.state.store import open_state
from assistant.wiring import Assistant
from knowledge.models import Facet, Fee, FrequentQuestion, Material, OnlineService, Place, ServiceGuide, Step, Variant
from knowledge.ports import KnowledgeIndex
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore
from tests.assistant.fakes import FakeIndex, guide, publish

OUTCOMES: dict[str, Outcome] = {
    "救命": "crisis",
    "笨蛋": "abuse",
    "忽略": "refused",
    "你好": "small_talk",
    "火星": "out_of_scope",
}
FACETS: dict[str, Facet] = {
    "钱": "fee",
    "带": "materials",
    "几天": "time",
    "哪": "place",
    "网上": "online",
    "电话": "phone",
}


def rich_guide() -> ServiceGuide:
    """Return the guide that the tests ask about."""
    return guide(
        materials=(
            Material(name="居民户口簿", form="原件", copies=1, required=True, note=""),
            Material(name="监护人身份证", form="原件", copies=1, required=False, note="未满16周岁提供"),
        ),
        steps=(Step(name="挂失申报", detail="到窗口申报丢失"), Step(name="补领受理", detail="采集人像、指纹")),
        variants=(Variant(name="异地补领", when="户口在外地", note="全国通办，补领后短信通知"),),
        fee=Fee(amount=40.0, text="每证40元（丢失、损坏补领）；换领每证20元", basis=""),
        places=(
            Place(
                name="鲤城公安分局户政窗口",
                address="泉州市鲤城区义全宫巷12号",
                hours="周一至周五 上午8:00-12:00，下午14:30-17:30",
                phone="0595-22350000",
            ),
        ),
        online=OnlineService(available=True, channels=("闽政通APP",), note="领证要到窗口采集指纹"),
        faq=(FrequentQuestion(q="身份证丢了要先登报声明吗？", a="不需要登报。"),),
    )


def other_guide() -> ServiceGuide:
    """Return a neighbour, whose names are not the first one's."""
    return guide(
        "RS-006", "社会保障卡申领", department="人力资源和社会保障局",
        online=OnlineService(available=True, channels=("掌上12333平台",), note=""),
    )  # fmt: skip


@dataclass
class StageEngine:
    """Composes the answer of the one guide; some words end as other outcomes, with something to word all the same."""

    policy: bool = False
    seen: list[TurnInput] = field(default_factory=list)

    def reply(self, turn: TurnInput) -> tuple[Reply, DialogueState]:
        """Reply as the real engine would."""
        self.seen.append(turn)
        outcome: Outcome = next((name for word, name in OUTCOMES.items() if word in turn.text), "answered")
        if outcome != "answered":
            return self._reply(turn, outcome, wording(outcome), None, "general"), turn.state
        facet: Facet = next((name for word, name in FACETS.items() if word in turn.text), "general")
        body = "\n".join(FACET_WORDS[facet].compose(rich_guide()))
        if "猜" in turn.text:
            body = wording("answered", "unsure").format(answer=body, name=rich_guide().name)
        return self._reply(turn, "answered", body, "GA-015", facet), turn.state

    def _reply(self, turn: TurnInput, outcome: Outcome, text: str, item_id: str | None, facet: Facet) -> Reply:
        return Reply(
            session_id=turn.session_id,
            reply_id=turn.reply_id,
            outcome=outcome,
            text=text,
            spoken_text=speakable(text),
            item_id=item_id,
            facet=facet if item_id else None,
            facets=(facet,) if item_id else (),
            confidence=0.9,
            citations=(Citation(title="办事指南", section=FACET_WORDS[facet].section, source_id="GA-015"),),
        )


def composed(facet: Facet) -> str:
    """Return the composed answer for a facet."""
    return "\n".join(FACET_WORDS[facet].compose(rich_guide()))


def load_stage(_store: SnapshotStore | None, snapshot_id: str, _before: KnowledgeIndex | None = None) -> KnowledgeIndex:
    """Load a published snapshot as an index over the tests' guides."""
    return FakeIndex(snapshot_id=snapshot_id, guides={"GA-015": rich_guide(), "RS-006": other_guide()})


def build_stage(home: Path, **changes: object) -> Assistant:
    """Build an assistant over ``home``; ``changes`` are settings, of which ``llm`` names the model."""
    values: dict[str, object] = {
        "home": home,
        "rate_limit": "off",
        "database_url": SecretStr(f"sqlite:///{home / 'state.db'}"),
        "llm_gap": 5.0,
        "llm_timeout": 10.0,
        "llm_http_timeout": 10.0,
    }
    settings = Settings.model_validate(values | changes)
    metrics = Metrics()
    store = SnapshotStore(settings.knowledge_home)
    if store.current_id() is None:
        publish(store)
    holder = IndexHolder(store, load_stage, metrics)
    holder.open()
    return Assistant(settings, metrics, holder, StageEngine(), open_state(settings.database, metrics))
