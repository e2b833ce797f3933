"""Fees: the amount that a text surely says.

``None`` is a fee that varies "as the text says". A text that names several sums, or that is free in one case and not in
another, has no one amount: that is unclear, and an editor is asked for the amount.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.guides.values.numerals import NUMERAL, number
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import says_nothing, squeezed

_FREE = r"(?:不收费|免费|不收取(?:任何)?费用|免收(?:费用)?|无收费|不需要?缴费|无需缴费|零收费|0元|零元|免征|0\.00元)"
_ALL_FREE = re.compile(rf"(?:本事项|办理|申请|登记|审批|许可|认定|全程|该事项)?(?:均|全部|全程)?{_FREE}(?:办理|服务)?")
_SUM = re.compile(rf"(?:￥|¥|人民币)?({NUMERAL})(?:元|块)(整)?")
_ONE_PRICE = re.compile(
    rf"(?:收费标准|标准|工本费|手续费|登记费|证书费|服务费|公告费|考试费|鉴定费|为|共|[:：]|每(?:证|本|件|人|次|份|张|套|个|册|枚|户|宗|副|卡|科|人次))*(?:￥|¥|人民币)?({NUMERAL})(?:元|块)(?:整|人民币)?"
    r"(?:[/每](?:证|本|件|人|次|份|张|套|个|册|枚|户|宗|副|卡|科|人次)|工本费|手续费|登记费)*"
)
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_VARIES = re.compile(
    r"不固定|视情况?(?:而定|收取|收费)?|按(?:实|标准|规定|情形|情况)|见(?:收费)?(?:标准|说明)|依(?:标准|规定)|另行规定|浮动|不定|据实|按.*(?:收取|计收|计算|执行|收费|计费)"
)
_LARGEST = Decimal(10) ** 9


def amount(text: str, unit: str = "") -> float | None:
    """Yuan of an amount that stands by itself (40元, 免费, 1.2万元, 按标准收取); raises Unclear.

    A bare figure is yuan by the field that it stands in; ``unit`` is kept for other currencies to come.
    """
    bare = squeezed(text)
    if says_nothing(text) or _ALL_FREE.fullmatch(_BRACKETS.sub("", bare)):
        return 0.0
    if _VARIES.search(bare) and not _SUM.search(bare):
        return None
    figure = re.fullmatch(rf"(?:￥|¥|人民币)?({NUMERAL})(?:元|块|{unit or '元'})?(?:整)?", bare)
    if figure:
        return _yuan(figure.group(1))
    return amount_in(text)


def amount_in(text: str) -> float | None:
    """Yuan that a sentence about the fee surely says: 0 where all of it is free, ``None`` where it varies; raises Unclear."""
    bare = squeezed(text)
    main = _BRACKETS.sub("", bare)
    inside = "".join(_BRACKETS.findall(bare))
    if _SUM.search(inside):
        raise Unclear(f"“{text[:30]}”里不止一种收费")
    if _ALL_FREE.fullmatch(main) or says_nothing(text):
        return 0.0
    price = _ONE_PRICE.fullmatch(main)
    if price:
        return _yuan(price.group(1))
    return _of_clauses(main, text)


def _of_clauses(main: str, text: str) -> float | None:
    sums, free = _SUM.findall(main), re.search(_FREE, main)
    first = re.split(r"[,，;；。]", main, maxsplit=1)[0]
    if free and not sums and _surely_free(first, main[len(first) :]):
        return 0.0
    if not free and not sums and not re.search(r"免|不收|\d", main):
        return None
    raise Unclear(f"“{text[:30]}”看不出是多少元，请写明收费金额")


def _surely_free(first: str, rest: str) -> bool:
    """不收费 with anything behind it that sets no fee for another case; 登记不收费 only where nothing else costs."""
    if re.search(r"但|除外|超过|补[办领]|首次|第一次", first + rest):
        return False
    if re.fullmatch(_FREE, first):
        return True
    return _ALL_FREE.fullmatch(first) is not None and not re.search(
        r"收取|缴|承担|另|费率|标准|自理|支付|价|保费", rest
    )


def _yuan(figure: str) -> float:
    value = number(figure)
    if value > _LARGEST:
        raise Unclear(f"金额 {figure} 元太大")
    return float(value)
