"""Policy files over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.edge import handlers
from assistant.policies import endpoints
from assistant.policies.service import PolicyService, day_of
from knowledge.models import Measure, Origin, Passage, PolicyDocument, Position
from knowledge.passages import PassageIndex


def policy(**changes: object) -> PolicyDocument:
    plain = PolicyDocument(
        id="P001",
        title="若干措施",
        issuer="区政府办公室",
        level="区",
        district="鲤城区",
        published=date(2025, 1, 20),
        valid_from=date(2025, 1, 1),
        valid_to=date(2027, 12, 31),
        measures=(
            Measure(id="P001-1", title="首次入规奖励", mode="免申即享", article="第三条", conditions={}, award={}),
        ),
    )
    return plain.model_copy(update=changes)


@dataclass(frozen=True)
class OnePolicy:
    policies: Mapping[str, PolicyDocument] = field(default_factory=lambda: {"P001": policy()})
    sections: tuple[str, ...] = ("", "第一条", "第三条")
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin(self, record_id: str) -> Origin | None:
        return self.origins.get(record_id)

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        passages = [
            Passage(
                document_id="P001",
                title="若干措施",
                number="泉鲤政办规〔2025〕1号",
                section=section,
                text=f"{section}原文",
                start=0,
                end=2,
            )
            for section in self.sections
        ]
        return PassageIndex.build(passages, tuple(self.policies.values()), ()).articles(document_id)


def ask(path: str, index: OnePolicy | None = None, on: date = date(2026, 11, 23)) -> tuple[int, dict[str, object]]:
    app = FastAPI()
    handlers.install(app)
    app.include_router(endpoints.router(PolicyService(lambda: index or OnePolicy(), lambda: on)))
    with TestClient(app) as http:
        response = http.get(path)
    return response.status_code, response.json()


def test_a_policy_file_is_given_whole() -> None:
    status, page = ask("/api/v1/policies/P001")
    assert status == 200
    assert (page["title"], page["number"], page["issuer"]) == ("若干措施", "泉鲤政办规〔2025〕1号", "区政府办公室")
    assert page["passages"] == [
        {"section": "", "text": "原文"},
        {"section": "第一条", "text": "第一条原文"},
        {"section": "第三条", "text": "第三条原文"},
    ]
    assert page["measures"] == [
        {
            "id": "P001-1",
            "title": "首次入规奖励",
            "mode": "免申即享",
            "article": "第三条",
            "documents": [],
            "deadline": None,
        }
    ]
    assert page["sample"] is True


@pytest.mark.parametrize(
    ("on", "status", "words"),
    [
        (date(2024, 12, 31), "upcoming", "从2025年1月1日起才施行，现在还没有生效"),
        (date(2025, 1, 1), "in_force", "现在有效"),
        (date(2027, 12, 31), "in_force", "有效期从2025年1月1日到2027年12月31日，现在有效"),
        (date(2028, 1, 1), "ended", "已于2027年12月31日到期，现在不再执行"),
    ],
)
def test_its_standing_on_the_day_is_told(on: date, status: str, words: str) -> None:
    page = ask("/api/v1/policies/P001", on=on)[1]
    assert (page["status"], page["on"]) == (status, on.isoformat())
    assert words in str(page["status_text"])


def test_its_own_file_and_the_places_of_its_articles_are_told_where_they_are_known() -> None:
    origin = Origin(
        record_id="P001",
        file="政策/若干措施.pdf",
        url="https://www.qzlc.gov.cn/a.pdf",
        sha256="0" * 64,
        fields={"第三条": Position(page=2)},
    )
    assert ask("/api/v1/policies/P001", OnePolicy(origins={"P001": origin}))[1]["origin"] == {
        "file": "政策/若干措施.pdf",
        "url": "https://www.qzlc.gov.cn/a.pdf",
        "fields": {"第三条": "第 2 页"},
    }
    assert ask("/api/v1/policies/P001")[1]["origin"] is None


def test_a_policy_without_an_end_holds() -> None:
    page = ask("/api/v1/policies/P001", OnePolicy({"P001": policy(valid_to=None)}), date(2099, 1, 1))[1]
    assert (page["status"], page["status_text"]) == ("in_force", "从2025年1月1日起施行，现在有效")


def test_a_policy_without_text_is_given_without_articles() -> None:
    status, page = ask("/api/v1/policies/P001", OnePolicy(sections=()))
    assert (status, page["passages"], page["number"]) == (200, [], "")


@pytest.mark.parametrize("name", ["P999", "GA-001", "%00", "..", "%2e%2e%2fP001", "政策"])
def test_a_policy_that_is_not_here_is_an_error_in_the_one_shape(name: str) -> None:
    status, body = ask(f"/api/v1/policies/{name}")
    assert status == 404
    assert body.keys() == {"error"}


def test_a_name_without_end_is_an_error_in_the_one_shape() -> None:
    status, body = ask(f"/api/v1/policies/{'P' * 65}")
    assert status == 422
    assert body.keys() == {"error"}


def test_the_day_begins_at_midnight_in_quanzhou() -> None:
    assert day_of(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert day_of(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)) == date(2026, 11, 24)
