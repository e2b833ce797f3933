"""Unknown words that cannot be a condition: short, between words that are understood, without a stem of anything that is asked for.

No list of words that say nothing (可获得, 相当于, 办理, 系) is ever whole. What could be a condition of its own has more than a few
characters, or speaks of a project, a review, an owner, a period ...: stems that keep any unknown word in sight of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.labels.tokens import Token

LONGEST = 4
"""Characters of a run of unknown words that may be passed over."""
_STEMS = re.compile(
    "[项评审专备诺盈亏税亩产资负债股权连续前首新增减额率比质量标排名榜级星号奖称证书牌优先重点示范试点龙头领军骨干名单录国民外侨台港澳女青军退残贫困归返乡"
    "能耗碳绿环安消防合规处罚诉讼欠薪保险贷贴息担保抵押质押合同协议租购买售销采订单出进口店铺面积平米吨辆台套条线个件次批"
    "两三四五六七八九十零半双多以上下内外前后至起止不未无非除仅限只但且或及和与须必应需者年月日季届期]"
)


def without_chaff(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without runs of unknown characters that cannot ask for anything."""
    for unknown, group in groupby(tokens, key=lambda token: token.kind == "x"):
        run = list(group)
        if not unknown or not _is_chaff(text[run[0].start : run[-1].end], len(run)):
            yield from run


def _is_chaff(words: str, size: int) -> bool:
    return len(words) == size <= LONGEST and not _STEMS.search(words) and words.isalpha()
