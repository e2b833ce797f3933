"""A threat for money is told from lawful remedies and from what traders said."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import pytest
import yaml

from knowledge.complaints.recognition.rules import load_rules
from knowledge.complaints.recognition.view import plain

THREATS: Final = load_rules().threats
_PATH: Final = Path(__file__).parent / "data" / "coercion.yaml"
CORPUS: Final = yaml.safe_load(_PATH.read_text(encoding="utf-8"))


def threatens(text: str) -> bool:
    return THREATS.search(plain(text)) is not None


@pytest.mark.parametrize("text", CORPUS["used"]["genuine"])
def test_lawful_remedies_anger_and_what_traders_say_are_no_threat(text: str) -> None:
    assert not threatens(text)


@pytest.mark.parametrize("text", CORPUS["used"]["threats"])
def test_money_asked_for_under_a_threat_or_for_a_withdrawal_is_found(text: str) -> None:
    assert threatens(text)


def test_texts_written_beforehand_accuse_nobody_and_most_threats_are_found() -> None:
    held_out = CORPUS["held_out"]
    assert len(CORPUS["used"]["genuine"] + held_out["genuine"]) >= 60
    assert len(CORPUS["used"]["threats"] + held_out["threats"]) >= 40
    assert sum(threatens(text) for text in held_out["genuine"]) == 0
    assert sum(threatens(text) for text in held_out["threats"]) >= 0.85 * len(held_out["threats"])


def test_the_same_words_count_in_the_writers_mouth_and_not_in_the_traders() -> None:
    assert threatens("给我两千块，我就撤诉")
    assert not threatens("老板说给我两千块，我就撤诉")
    assert not threatens("老板说：“给你两千块，你就撤诉。”我没有答应")
    assert threatens("我跟老板说给我两千块，我就撤诉")


def test_a_refusal_that_is_told_is_no_condition() -> None:
    assert not threatens("商家不赔偿，我要找媒体曝光")
    assert threatens("商家如不赔偿，我要找媒体曝光")


def test_a_report_is_a_lawful_remedy_until_money_is_asked_for_to_the_traders_face() -> None:
    assert not threatens("如不赔偿，我将向12315举报")
    assert threatens("不给三千我就举报你")


def test_asking_for_what_is_owed_is_no_demand() -> None:
    for owed in ("退还押金2000元", "退一赔三", "赔偿医药费800元"):
        assert not threatens(f"请{owed}，否则我就在网上曝光")


def test_whatever_is_pasted_is_read_in_no_time() -> None:
    started = time.perf_counter()
    for part in ("如不赔偿就", "撤", "不给", "给我钱,", "“", "老板说"):
        THREATS.search(plain(part * 4000))
    assert time.perf_counter() - started < 2
