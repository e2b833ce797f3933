"""Forms whose answers are ticked: ☑个人　□企业 says 个人; with no box ticked nothing is said."""

from __future__ import annotations

import re

from ingest.guides.values.unclear import Unclear

_EMPTY, _TICKED = "□☐", "☑☒✓✔√■▣"
_BEFORE = re.compile(rf"([{_EMPTY}{_TICKED}])\s*([^{_EMPTY}{_TICKED}]*)")
_BEHIND = re.compile(rf"([^{_EMPTY}{_TICKED}]*)([{_EMPTY}{_TICKED}])")
_EDGES = " 　\t\n，,、；;/（(）)"


def ticked(text: str) -> str:
    """The words of the ticked boxes, or ``text`` where there is no choice; raises Unclear where no box is ticked."""
    if not any(box in text for box in _EMPTY):
        return text
    bare = text.strip()
    if bare[0] not in _EMPTY + _TICKED and bare[-1] in _EMPTY + _TICKED:
        options = [(box, words) for words, box in _BEHIND.findall(bare)]
    else:
        options = _BEFORE.findall(bare)
    chosen = [words.strip(_EDGES) for box, words in options if box in _TICKED]
    if not chosen:
        raise Unclear("的选项一个也没有勾选")
    return "、".join(chosen)
