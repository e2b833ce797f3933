"""Personal data leaves the process masked: what a model needs of a question is the matter, not who asks.

More is masked than ``assistant.pipeline.personal_data`` finds, because nobody is told off for it: any long number whatever
its check digit, in any spelling, e-mail addresses, number plates, passports, and names that introduce themselves.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MASK: Final = "〔已隐去〕"

_PATTERNS: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![A-Za-z0-9])[\u4e00-\u9fff][A-HJ-NP-Z][ ·-]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"),
    re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,3}[ -]?\d{6,}(?![A-Za-z0-9])"),
    re.compile(r"\d(?:[ .·_/-]?\d){5,}(?:[ .·_/-]?[xX](?![A-Za-z]))?"),
    re.compile(r"[零〇一二三四五六七八九幺两](?:[ .·-]?[零〇一二三四五六七八九幺两]){6,}"),
    re.compile(r"(?<![\da-z])(?:wx|vx|微信号?|qq号?)[ :：是为]{0,2}[A-Za-z0-9_-]{5,}", re.IGNORECASE),
)
_NAME: Final = re.compile(
    r"(我叫|名字[叫是]|名叫|姓名[:： 是]{0,2}|本人姓名[:： 是]{0,2})([\u4e00-\u9fff·]{2,4}?)(?=[,，。.;；!！?？\s]|$|住|身份|电话|手机|是|想|要|家|的|在|今年|丢)"
)
_LIVES: Final = re.compile(r"(住在|家住|地址[:： 是]{0,2})([^,，。;；!！?？\s]{2,30}?\d+[号栋幢楼室单元\d-]*)")


def mask(text: str) -> str:
    """Return the text with what could tell who wrote it replaced by ``MASK``."""
    masked = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in {"Cf", "Cc", "Co"}
    )
    for pattern in _PATTERNS:
        masked = pattern.sub(MASK, masked)
    masked = _NAME.sub(rf"\1{MASK}", masked)
    return _LIVES.sub(rf"\1{MASK}", masked)
