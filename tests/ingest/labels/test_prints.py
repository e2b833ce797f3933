"""The same policy printed or worded otherwise has the same labels."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ingest.sources.folder import sample_folder
from tests.ingest.labels.reading import Tree, read, short

IDS = ("P001", "P005", "P007", "P013", "P018", "P024")
ARTICLE = re.compile(r"^(第[一二三四五六七八九十]+条|[一二三四五六七八九十]、)", re.MULTILINE)
PRINTS: dict[str, Callable[[str], str]] = {
    "other ends of lines": lambda text: text.replace("\n", "\r\n"),
    "blanks around figures": lambda text: re.sub(r"([0-9.]+)(万元|亿元|%|件|人|场)", r" \1 \2", text),
    "full-width figures": lambda text: re.sub(r"[0-9](?=[0-9.]*[万亿]元)", lambda one: chr(ord(one[0]) + 0xFEE0), text),
    "half-width brackets": lambda text: text.replace("（", "(").replace("）", ")").replace("，", ","),
    "bold numbers": lambda text: ARTICLE.sub(r"**\1**", text),
    "numbers as headings": lambda text: ARTICLE.sub(r"### \1", text),
    "亿 as 万": lambda text: re.sub(r"(?<![0-9.])([0-9]{1,3})亿元", lambda one: f"{int(one[1])}0000万元", text),
    "marks behind 以上": lambda text: text.replace("（含）以上", "以上（含）"),
    "不少于": lambda text: text.replace("不低于", "不少于"),
    "上限为": lambda text: re.sub(r"，(?:最高不超过|最高|不超过)([0-9.]+万元)", r"，上限为\1", text),
    "以元计": lambda text: re.sub(r"(?<![0-9.])([0-9]{1,2})万元", r"\g<1>0000元", text),
}


@pytest.mark.parametrize("change", PRINTS.values(), ids=PRINTS.keys())
def test_another_print_has_the_same_labels(change: Callable[[str], str]) -> None:
    for name in IDS:
        text = (sample_folder() / "policies" / f"{name}.md").read_text("utf-8")
        assert [_labels(one) for one in read(change(text))] == [_labels(one) for one in read(text)], name


def _labels(measure: Tree) -> tuple[object, ...]:
    award = measure["award"]
    paid = "text" if award["kind"] == "in_kind" else award
    return measure["article"], measure["mode"], [short(one) for one in measure["conditions"]["all"]], paid
