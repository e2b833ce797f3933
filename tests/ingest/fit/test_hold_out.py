from __future__ import annotations

from collections import Counter

from ingest.fit.ranker import BROAD_SHARE, HeldOut, hold_out, hold_out_policies
from ingest.fit.texts import SubjectTexts, texts_of
from knowledge.models import PolicyQuestion, Topic, TopicChoice
from tests.knowledge.small import plain_guide, question, records_of, sample_records


def items(count: int) -> list[SubjectTexts]:
    return [
        SubjectTexts(f"AA-{at:03}", f"AA-{at:03}", (f"事项{at}",), tuple(f"问法{at}之{n}" for n in range(20)), ())
        for at in range(count)
    ]


def topics(count: int) -> list[SubjectTexts]:
    return [
        SubjectTexts(f"topic {at}", None, (f"话题{at}",), tuple(f"泛问{at}之{n}" for n in range(20)), ())
        for at in range(count)
    ]


BOTH = [*items(40), *topics(10)]


def of_kind(away: list[HeldOut], kind: str) -> list[HeldOut]:
    return [one for one in away if one.kind == kind]


def test_no_question_taken_away_stays_in_the_index() -> None:
    stay, away = hold_out(BOTH, 7)
    kept = {line for subject in stay for line in subject.short}
    assert away
    assert not [one for one in away if one.text in kept]


def test_nothing_is_lost_and_nothing_is_taken_twice() -> None:
    stay, away = hold_out(BOTH, 7)
    whole = {subject.item_id: subject for subject in BOTH if subject.item_id}
    gone = set(whole) - {subject.item_id for subject in stay}
    counted = Counter([one.text for one in away] + [line for subject in stay for line in subject.asked])
    assert counted == Counter(line for subject in BOTH for line in subject.asked)
    assert {one.item_id for one in of_kind(away, "item")} <= set(whole) - gone


def test_kinds_are_kept_apart() -> None:
    stay, away = hold_out(BOTH, 7)
    assert {one.kind for one in away} == {"item", "topic", "missing"}
    assert all(one.item_id and one.text in whole_asked(one.item_id) for one in of_kind(away, "item"))
    assert all(one.item_id is None for kind in ("topic", "missing") for one in of_kind(away, kind))
    assert all(one.text.startswith("泛问") for one in of_kind(away, "topic"))
    missing = {subject.item_id for subject in BOTH} - {subject.item_id for subject in stay}
    assert {one.text for one in of_kind(away, "missing")} == {
        line for item_id in missing if item_id for line in whole_asked(item_id)
    }


def whole_asked(item_id: str) -> tuple[str, ...]:
    return next(subject.asked for subject in BOTH if subject.item_id == item_id)


def test_a_tenth_of_the_items_goes_whole_and_no_topic_does() -> None:
    stay, _away = hold_out(BOTH, 7)
    assert len([subject for subject in stay if subject.item_id]) == 36
    assert [subject.names for subject in stay if subject.item_id is None] == [one.names for one in topics(10)]


def test_a_small_base_keeps_all_its_items() -> None:
    stay, away = hold_out([*items(19), *topics(3)], 7)
    assert len(stay) == 22
    assert not of_kind(away, "missing")


def test_the_same_seed_takes_the_same_away() -> None:
    assert hold_out(BOTH, 7) == hold_out(BOTH, 7)
    assert hold_out(BOTH, 7) != hold_out(BOTH, 8)


def test_a_question_that_is_also_a_name_is_no_test_of_anything() -> None:
    named = [SubjectTexts("AA-001", "AA-001", ("补证",), ("补证",) * 30, ())]
    assert hold_out(named, 7)[1] == []


def test_of_policy_questions_a_quarter_goes_each_to_one_side() -> None:
    asked = [PolicyQuestion(document_id="P001", section="", text=f"问{n}") for n in range(400)]
    stay, away = hold_out_policies(asked, 7)
    assert sorted([*stay, *away], key=asked.index) == asked
    assert 0.5 * BROAD_SHARE < len(away) / len(asked) < 1.5 * BROAD_SHARE
    assert hold_out_policies(asked, 7) == (stay, away)
    assert hold_out_policies([], 7) == ([], [])


def test_every_item_has_a_text_with_words() -> None:
    records = records_of([plain_guide("AA-001", "——", "……")], [question("AA-001", "general", "？？")])
    (texts,) = texts_of(records)
    assert texts.short == ("aa-001",)


def test_texts_of_an_item_are_its_own() -> None:
    records = sample_records(["GA-001", "GA-015"])
    birth, card = texts_of(records)
    assert (birth.item_id, card.item_id) == ("GA-001", "GA-015")
    for texts in (birth, card):
        assert len(texts.asked) == len([one for one in records.questions if one.item_id == texts.item_id]) >= 40
    assert not set(birth.asked) & set(card.asked)
    assert not set(birth.plain) & set(card.plain)


def test_topics_stand_behind_the_guides_with_their_wordings() -> None:
    choices = (TopicChoice(item_id="GA-001"), TopicChoice(item_id="GA-015"))
    topic = Topic(name="证件", prompt="哪一件？", choices=choices, asks=("辦證", "证件的事"))
    records = records_of(sample_records(["GA-001", "GA-015"]).guides)
    *guides, last = texts_of(type(records)(guides=records.guides, topics=(topic,)))
    assert [one.item_id for one in guides] == ["GA-001", "GA-015"]
    assert (last.item_id, last.short, last.long) == (None, ("证件", "办证", "证件的事"), ())


def test_what_asks_plainly_for_an_item_is_learnt_but_not_indexed() -> None:
    (texts,) = texts_of(sample_records(["GA-015"]))
    assert texts.plain
    assert set(texts.plain) <= set(texts.lessons)
    assert not set(texts.plain) & set(texts.all)
