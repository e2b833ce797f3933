"""A citation says where in the department's own file it stands."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pipeline.origins import FIELDS, public_url
from assistant.pipeline.reply import GuideCard
from knowledge.models import FACETS, Facet, Origin, Position, ServiceGuide
from knowledge.ranker import Kind
from tests.assistant.pipeline.scripted import ScriptedIndex, ask
from tests.assistant.pipeline.test_policies import hit, policy

ITEM = "GA-015"
ADDRESS = "https://www.qzlc.gov.cn/files/a.docx"
OTHERS: dict[Kind, float] = {"policy": 0.95, "item": 0.05}


def origin(fields: dict[str, Position], record_id: str = ITEM, url: str = ADDRESS) -> Origin:
    return Origin(record_id=record_id, file="公安/身份证补领.docx", url=url, sha256="0" * 64, fields=fields)


def cell(row: int) -> Position:
    return Position(table=1, row=row)


def places(facet: Facet, given: Origin | None) -> list[tuple[str | None, str | None, str | None]]:
    index = ScriptedIndex(origins={} if given is None else {ITEM: given})
    return [(one.file, one.place, one.original) for one in ask(index, "请问", item_id=ITEM, facet=facet).citations]


def test_every_facet_has_its_fields_and_all_are_fields_of_a_guide() -> None:
    assert FIELDS.keys() == set(FACETS)
    named = {field.partition("[")[0] for fields in FIELDS.values() for field in fields}
    assert named <= set(ServiceGuide.model_fields)


@pytest.mark.parametrize("facet", FACETS)
def test_a_citation_has_the_place_of_the_field_that_it_rests_on(facet: Facet) -> None:
    every = dict.fromkeys(ServiceGuide.model_fields, cell(9)) | {FIELDS[facet][0]: cell(4)}
    assert places(facet, origin(every)) == [("公安/身份证补领.docx", "第 1 张表第 4 行", ADDRESS)]


def test_the_first_part_stands_for_a_field_that_has_no_place_itself() -> None:
    parts = {"materials[0].name": Position(page=2, table=1, row=6), "materials[1].name": cell(7)}
    assert places("materials", origin(parts)) == [("公安/身份证补领.docx", "第 2 页，第 1 张表第 6 行", ADDRESS)]


def test_a_field_of_which_no_place_is_known_is_cited_by_its_file_alone() -> None:
    assert places("fee", origin({"feeling": cell(1), "materials": cell(2)})) == [
        ("公安/身份证补领.docx", None, ADDRESS)
    ]


def test_a_path_for_programs_is_not_shown_to_citizens_but_to_editors() -> None:
    given = origin(
        {"fee": Position(path="/html/body/dl[2]/dd[3]"), "places": Position(table=1, line=52, path="/html/body/table")}
    )
    assert places("fee", given) == [("公安/身份证补领.docx", None, ADDRESS)]
    assert places("place", given) == [("公安/身份证补领.docx", "第 1 张表", ADDRESS)]
    card = ask(ScriptedIndex(origins={ITEM: given}), "怎么办", item_id=ITEM, facet="general").card
    assert isinstance(card, GuideCard)
    assert card.origin is not None
    assert card.origin.fields["fee"] == "/html/body/dl[2]/dd[3]"


def test_without_an_origin_a_citation_is_as_it_was() -> None:
    assert places("fee", None) == [(None, None, None)]


def test_the_card_shows_the_file_and_the_places_in_words() -> None:
    index = ScriptedIndex(origins={ITEM: origin({"fee": cell(4), "summary": Position()})})
    card = ask(index, "怎么办", item_id=ITEM, facet="general").card
    assert isinstance(card, GuideCard)
    assert card.origin is not None
    assert card.origin.model_dump() == {
        "file": "公安/身份证补领.docx",
        "url": ADDRESS,
        "fields": {"fee": "第 1 张表第 4 行"},
    }


def test_an_article_of_a_policy_file_is_cited_with_its_place() -> None:
    found = hit()
    given = origin({found.passage.section: Position(page=3, paragraph=12)}, "P001")
    index = ScriptedIndex(
        scope=1.0, others=OTHERS, found=(found,), policies={"P001": policy()}, origins={"P001": given}
    )
    cited = ask(index, "参加展会有什么补贴", on=date(2026, 11, 23)).citations[0]
    assert (cited.file, cited.place) == ("公安/身份证补领.docx", "第 3 页，第 12 段")
    assert cited.url is not None
    assert cited.url.startswith("/?policy=P001")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://www.qzlc.gov.cn/a",
        "http://localhost/a",
        "http://127.0.0.1/a",
        "http://10.1.2.3:8080/feed",
        "http://[fd00::1]/a",
        "http://[broken/a",
        "http://feed/a",
        "http://nas.local/a",
        "https://user:secret@www.qzlc.gov.cn/a",
    ],
)
def test_an_address_of_the_offices_own_network_is_not_given_to_citizens(url: str) -> None:
    assert public_url(url) is None
    assert places("fee", origin({"fee": cell(4)}, url=url)) == [("公安/身份证补领.docx", "第 1 张表第 4 行", None)]


def test_a_public_address_is_given_as_it_is() -> None:
    assert public_url(ADDRESS) == ADDRESS
    assert public_url("http://218.66.1.1/a?id=3") == "http://218.66.1.1/a?id=3"
