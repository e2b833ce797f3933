"""Questions made by rule: of this item and no other, of facets that the guide speaks of, the same every time."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.expand.calls import LONGEST as LONGEST_CALL
from ingest.expand.calls import Calls, calls_of
from ingest.expand.expand import LONGEST, WANTED, expand, indexed, said_facets
from ingest.expand.fill import FACET_LESSONS, expansion, facet_lessons
from ingest.expand.rivals import Rivals
from ingest.expand.templates import Action, slots, templates, wordings
from ingest.fit.texts import texts_of
from knowledge import text
from knowledge.models import FACETS, OnlineService, ServiceGuide, Variant
from knowledge.records import KnowledgeRecords
from tests.knowledge.small import IDS, plain_guide, question, records_of, sample_guide, sample_records

GUIDES = tuple(map(sample_guide, IDS))
SEED = 1


@pytest.fixture(scope="module")
def rivals() -> Rivals:
    return Rivals(GUIDES, SEED)


def calls(guide: ServiceGuide) -> Calls:
    return calls_of(guide, SEED)


def test_each_item_gets_as_many_as_are_wanted_and_none_twice(rivals: Rivals) -> None:
    made = [one for guide in GUIDES for one in expand(guide, others=rivals, seed=SEED)]
    assert Counter(one.item_id for one in made) == dict.fromkeys(IDS, WANTED)
    assert len({text.normalise(one.text) for one in made}) == len(made)
    assert all(len(one.text) <= LONGEST for one in made)


def test_no_slot_of_a_template_is_left(rivals: Rivals) -> None:
    made = [one.text for guide in GUIDES for one in expand(guide, others=rivals, seed=SEED)]
    assert not [line for line in made if "{" in line or "}" in line]


def test_what_a_guide_says_itself_and_authored_questions_are_not_made_again(rivals: Rivals) -> None:
    (guide,) = [guide for guide in GUIDES if guide.id == "GA-015"]
    first = expand(guide, others=rivals, seed=SEED)
    known = {text.normalise(one.text) for one in first[:5]}
    again = {text.normalise(one.text) for one in expand(guide, others=rivals, seed=SEED, known=known)}
    assert not again & known
    assert not again & indexed(guide)


def test_equal_input_gives_equal_questions_whatever_the_order_of_the_guides(rivals: Rivals) -> None:
    backwards = Rivals(GUIDES[::-1], SEED)
    for guide in GUIDES:
        assert expand(guide, others=rivals, seed=SEED) == expand(guide, others=backwards, seed=SEED)
    assert expand(GUIDES[0], others=rivals, seed=SEED) != expand(GUIDES[0], others=Rivals(GUIDES, 2), seed=2)


def test_only_facets_that_the_guide_says_something_about_are_asked(rivals: Rivals) -> None:
    silent = GUIDES[0].model_copy(update={"fee": None, "online": None, "steps": (), "result": ""})
    asked = {one.facet for one in expand(silent, others=rivals, seed=SEED)}
    assert asked == {"general", "conditions", "materials", "time", "place", "phone"} == set(said_facets(silent))


def test_a_facet_that_the_guide_has_is_always_asked(rivals: Rivals) -> None:
    for guide in GUIDES:
        assert {one.facet for one in expand(guide, others=rivals, seed=SEED)} == set(said_facets(guide))


def test_a_lost_card_is_told_as_people_tell_it() -> None:
    card = calls(plain_guide("GA-015", "居民身份证补领（丢失）", ""))
    assert {"居民身份证丢了", "居民身份证不见了"} <= set(card.told)
    assert "补居民身份证" in card.call
    assert card.official == ("居民身份证补领",)


def test_colloquial_words_stand_for_the_official_one() -> None:
    book = calls(plain_guide("GA-009", "户口簿补领", ""))
    spoken = {"户口本", "户口本子", "户籍本", "户口薄", "户口页", "户籍簿", "户口册", "户口书"}
    assert [call for call in book.told if call.startswith(tuple(spoken)) and call.endswith("丢了")]


def test_what_stands_in_brackets_is_a_name_of_its_own() -> None:
    birth = calls(plain_guide("GA-001", "出生登记（新生儿落户）", ""))
    assert birth.official == ("出生登记", "新生儿落户")


def test_a_name_that_two_items_share_is_asked_of_neither() -> None:
    one = plain_guide("AA-001", "公章刻制备案", "", aliases=("刻章",))
    two = plain_guide("AA-002", "电子印章申领", "", aliases=("刻章",))
    others = Rivals([one, two], SEED)
    assert "刻章" not in others.calls("AA-001").all
    assert "公章刻制备案" in others.calls("AA-001").all


def test_a_call_that_is_nearer_to_another_item_is_dropped() -> None:
    near = plain_guide("AA-001", "自己开饭店", "")
    far = plain_guide("AA-002", "饭店设立登记", "")
    assert "开饭店" not in Rivals([near, far], SEED).calls("AA-002").all
    assert "开饭店" in Rivals([far], SEED).calls("AA-002").all


def test_items_of_one_name_get_no_questions_instead_of_wrong_ones() -> None:
    twins = [plain_guide(item_id, "临时救助", "") for item_id in ("AA-001", "AA-002")]
    others = Rivals(twins, SEED)
    assert expand(twins[0], others=others, seed=SEED) == ()


def test_a_situation_that_two_items_know_stands_in_no_question() -> None:
    first_time = Variant(name="首次", when="第一次来办的外地居民")
    guides = [
        plain_guide("AA-001", "居住证申领", "", variants=(first_time,)),
        plain_guide("AA-002", "公租房申请", "", variants=(first_time,)),
    ]
    shared, alone = Rivals(guides, SEED), Rivals(guides[:1], SEED)
    assert not [one for one in expand(guides[0], others=shared, seed=SEED) if first_time.when in one.text]
    assert [one for one in expand(guides[0], others=alone, seed=SEED) if first_time.when in one.text]


def test_a_channel_that_is_not_open_is_not_asked_for() -> None:
    closed = OnlineService(available=False, channels=("闽政通APP",), note="")
    guide = plain_guide("AA-001", "居住证申领", "", online=closed)
    made = expand(guide, others=Rivals([guide], SEED), seed=SEED)
    assert not [one for one in made if "闽政通app" in text.normalise(one.text)]


def test_signs_braces_and_endless_names_in_a_guide_make_no_fault() -> None:
    guides = [
        plain_guide("AA-001", "{call}{0}（{x}）", "", aliases=("…", "补领", "长" * 2000)),
        plain_guide("AA-002", "？？", ""),
    ]
    others = Rivals(guides, SEED)
    made = [one.text for guide in guides for one in expand(guide, others=others, seed=SEED)]
    assert not [line for line in made if "{" in line]
    assert all(len(call) <= LONGEST_CALL for call in others.calls("AA-001").all)


def test_an_item_is_filled_up_to_what_is_wanted() -> None:
    few = tuple(question("GA-001", "general", f"第{n}种问法") for n in range(5))
    enough = tuple(question("GA-015", "general", f"第{n}种问法") for n in range(WANTED))
    made = Counter(one.item_id for one in expansion(records_of(GUIDES[:3], (*few, *enough)), SEED))
    assert made == {"GA-001": WANTED - 5, "GJ-002": WANTED}


def test_a_base_whose_authors_wrote_enough_is_left_as_it_is() -> None:
    assert expansion(sample_records(), SEED) == ()
    assert expansion(KnowledgeRecords(), SEED) == ()


def test_made_questions_are_lessons_and_stand_in_no_index() -> None:
    records = records_of(GUIDES[:2])
    made = expansion(records, SEED)
    plain, taught = texts_of(records), texts_of(records, made)
    assert [one.all for one in plain] == [one.all for one in taught]
    added = {line for before, after in zip(plain, taught, strict=True) for line in {*after.lessons} - {*before.lessons}}
    assert added == {text.normalise(one.text) for one in made}


def test_facets_are_learnt_from_authored_questions_wherever_there_are_some() -> None:
    made = expansion(records_of(GUIDES), SEED)
    authored = [question("GA-001", "general", "娃要上户口"), question("GA-001", "fee", "上户口收钱吗")]
    assert facet_lessons(authored, made, SEED) == authored
    for few in ([], authored[:1]):
        lessons = facet_lessons(few, made, SEED)
        assert list(lessons[: len(few)]) == few
        assert len(lessons) == len(few) + FACET_LESSONS
        assert len({one.facet for one in lessons}) == len(FACETS)


def test_templates_are_whole() -> None:
    found = templates()
    assert set(wordings()) == set(FACETS)
    assert set(found.named) < set(FACETS)
    for action in found.actions:
        assert {slot for line in (*action.call, *action.told) for slot in slots(line)} == {"x"}
    for group in (found.short, found.polite, found.story):
        assert all({"call", "told", "situation"} & set(slots(line)) for line in group)


@pytest.mark.parametrize(
    "fault",
    [{"match": "补领", "call": ["补{x}"]}, {"match": "(.+)补领", "call": ["补"]}, {"match": "(.+)", "call": []}],
)
def test_a_template_that_cannot_be_filled_is_told_at_once(fault: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"group|slots|at least 1"):
        Action.model_validate(fault)
