from __future__ import annotations

from ingest.fit.ranker import hold_out
from ingest.fit.texts import SubjectTexts, texts_of
from tests.knowledge.small import plain_guide, question, records_of, sample_records


def items(count: int) -> list[SubjectTexts]:
    return [
        SubjectTexts(f"AA-{at:03}", (f"事项{at}",), tuple(f"问法{at}之{n}" for n in range(20)), ())
        for at in range(count)
    ]


def test_no_question_taken_away_stays_in_the_index() -> None:
    stay, away = hold_out(items(40), 7)
    kept = {(item.item_id, line) for item in stay for line in item.short}
    assert away
    assert not [one for one in away if one.item_id and (one.item_id, one.text) in kept]


def test_a_tenth_of_the_items_goes_whole_and_their_questions_have_no_answer() -> None:
    stay, away = hold_out(items(40), 7)
    assert len(stay) == 36
    missing = {item.item_id for item in items(40)} - {item.item_id for item in stay}
    lost = {line for item in items(40) if item.item_id in missing for line in item.asked}
    assert {one.text for one in away if one.item_id is None} == lost


def test_a_small_base_keeps_all_its_items() -> None:
    assert len(hold_out(items(19), 7)[0]) == 19


def test_the_same_seed_takes_the_same_away() -> None:
    assert hold_out(items(40), 7) == hold_out(items(40), 7)
    assert hold_out(items(40), 7) != hold_out(items(40), 8)


def test_every_item_has_a_text_with_words() -> None:
    records = records_of([plain_guide("AA-001", "——", "……")], [question("AA-001", "general", "？？")])
    (texts,) = texts_of(records)
    assert texts.short == ("aa-001",)


def test_texts_of_an_item_are_its_own() -> None:
    records = sample_records(["GA-001", "GA-015"])
    birth, card = texts_of(records)
    assert (birth.item_id, card.item_id) == ("GA-001", "GA-015")
    assert len(birth.asked) == len(card.asked) == 40
    assert not set(birth.asked) & set(card.asked)
