"""A sound guide and policy file, from which each test makes one fault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ingest.quality.base import Base
from ingest.quality.checks import CHECKS
from ingest.quality.findings import Finding
from knowledge.models import (
    Fee,
    FrequentQuestion,
    Material,
    Measure,
    OnlineService,
    Passage,
    Place,
    PolicyDocument,
    Question,
    ServiceGuide,
    Step,
)
from knowledge.records import KnowledgeRecords

TODAY = date(2026, 11, 23)
CHANGED: dict[str, Any] = {"available": True, "channels": ("闽政通APP",), "note": "可网上申请"}

SOUND = ServiceGuide(
    id="GA-015",
    name="居民身份证补领（丢失）",
    department="公安分局",
    audience="个人",
    summary="身份证丢了，可以补领一张新的。",
    aliases=("身份证补办",),
    conditions=("身份证丢失",),
    variants=(),
    materials=(Material(name="居民户口簿", form="原件", copies=1, required=True, note=""),),
    steps=(Step(name="受理", detail="采集指纹，缴费40元"),),
    statutory_days=60,
    promised_days=20,
    fee=Fee(amount=40.0, text="每证40元", basis="发改价格〔2003〕2322号"),
    places=(Place(name="办证中心", address="打锡街1号", hours="周一至周五 8:00-12:00", phone="12345"),),
    online=OnlineService(**CHANGED),
    visits=1,
    result="居民身份证",
    legal_basis=("《中华人民共和国居民身份证法》第十一条",),
    faq=(
        FrequentQuestion(q="补领要交多少钱？", a="工本费40元。"),
        FrequentQuestion(q="多久能拿到？", a="法定60个工作日，本区承诺20个工作日。"),
        FrequentQuestion(q="要本人去吗？", a="要，需要采集指纹。"),
        FrequentQuestion(q="丢了要登报吗？", a="不用登报。"),
    ),
    related=(),
    life_events=(),
)

POLICY = PolicyDocument(
    id="P001",
    title="鲤城区支持工业企业若干措施",
    issuer="区政府办公室",
    level="区",
    district="鲤城区",
    published=date(2025, 1, 20),
    valid_from=date(2025, 1, 1),
    valid_to=date(2027, 12, 31),
    measures=(
        Measure(
            id="P001-1",
            title="首次入规奖励",
            mode="申报",
            article="第三条",
            conditions={},
            award={"kind": "percent", "base": "revenue", "rate": 0.05, "cap": 100000},
            deadline=date(2026, 12, 20),
        ),
    ),
)

ARTICLES = {
    "第三条": "第三条 首次入规奖励。按5%给予奖励，最高10万元。企业于2026年12月20日前申请。",
    "第八条": "第八条 本措施自2025年1月1日起施行，有效期三年。",
}


def guide(**changes: Any) -> ServiceGuide:
    """The sound guide with some fields changed; validated, so that a test cannot check what cannot be."""
    return ServiceGuide.model_validate(SOUND.model_dump() | changes)


def fee(amount: float | None, text: str, basis: str = "财税〔2018〕37号") -> dict[str, Any]:
    """A fee as data."""
    return {"amount": amount, "text": text, "basis": basis}


def asked(question: str, answer: str) -> dict[str, Any]:
    """The sound frequent questions with one more."""
    return {"faq": (*(one.model_dump() for one in SOUND.faq), {"q": question, "a": answer})}


def step(detail: str) -> dict[str, Any]:
    """One step of the process."""
    return {"steps": ({"name": "办理", "detail": detail},)}


def questions(item_id: str, *texts: str, count: int = 20) -> tuple[Question, ...]:
    """Enough authored questions for the item, ``texts`` among them."""
    fill = (f"{item_id}的第{number}种问法" for number in range(count - len(texts)))
    return tuple(Question(item_id=item_id, facet="general", text=text) for text in (*texts, *fill))


def passages(document_id: str = "P001", articles: dict[str, str] | None = None) -> tuple[Passage, ...]:
    """Articles of a policy file."""
    return tuple(
        Passage(
            document_id=document_id, title=POLICY.title, number="", section=section, text=text, start=0, end=len(text)
        )
        for section, text in (articles if articles is not None else ARTICLES).items()
    )


def records(*guides: ServiceGuide, **more: Any) -> KnowledgeRecords:
    """A base of some guides, each with enough questions unless these are given."""
    more.setdefault("questions", tuple(one for each in guides for one in questions(each.id)))
    return KnowledgeRecords(guides=guides, **more)


def policies(policy: PolicyDocument = POLICY, articles: dict[str, str] | None = None, **more: Any) -> KnowledgeRecords:
    """A base of one policy file and the sound guide."""
    return records(SOUND, policies=(policy,), passages=passages(policy.id, articles), **more)


def found(check: str, known: KnowledgeRecords, **more: Any) -> list[Finding]:
    """What one check of the registry finds."""
    run = next(one.run for one in CHECKS if one.code == check)
    return list(run(Base(records=known, today=more.pop("today", TODAY), **more)))


def codes(known: KnowledgeRecords, **more: Any) -> set[str]:
    """Which checks find anything at all."""
    base = Base(records=known, today=TODAY, **more)
    return {check.code for check in CHECKS if _any(check.run(base))}


def _any(findings: Iterable[Finding]) -> bool:
    return any(True for _ in findings)
