"""Pages about a policy that are no policy: explainers, drafts, notices that change another document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.policies.canonical import Line
from ingest.policies.page import PageFacts
from ingest.policies.parts import Parts
from ingest.policies.vocabulary import any_of, plain, vocabulary

_FEWEST_HEADINGS = 2
_HEAD_LINES = 6
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]{1,2}[.、])")
_REPEALED = re.compile(
    r".{0,40}[(\[【].{0,4}(?:已废止|已失效|废止|失效|已停止执行).{0,4}[)\]】]|(?:本|此|该)?文?件?已(?:经)?(?:被)?(?:宣布)?(?:废止|失效)"
)


def why_not_a_policy(lines: Sequence[Line], parts: Parts, page: PageFacts, title: str) -> str | None:
    """The reason in words for an editor, ``None`` when nothing speaks against it. ``title`` is the file's own."""
    head = [line.plain for line in lines[: min(_HEAD_LINES, max(parts.first, 1))]]
    whole = parts.title.value.whole if parts.title else ""
    titles = [plain(whole), *(fact.value for fact in page.get("title", ())), plain(title)]
    if _explains(lines, head, titles, page):
        return "这是政策解读，不是政策文件本身，不能当作政策依据引用；请提供政策文件原文"
    if any(word in text for text in titles for word in vocabulary().draft):
        return "这是征求意见稿或草案，还没有正式发布，不能引用"
    if _changes_another(plain(whole)):
        return "这份通知修改、延长或废止别的文件，请在那份文件的标签里写明变化；这份通知本身不作为政策文件引用"
    return None


def repealed(lines: Sequence[Line], end: int) -> Line | None:
    """The line that says 已废止 of the document itself: in its title's brackets or by itself."""
    return next((line for line in lines[:end] if _REPEALED.fullmatch(line.plain)), None)


def _explains(lines: Sequence[Line], head: list[str], titles: list[str], page: PageFacts) -> bool:
    words = any_of(vocabulary().explainer.titles)
    marked = re.compile(rf"^(?:{words})|[》”\"](?:的)?(?:{words})|(?:{words})(?:[(_|\-].*)?$")
    if any(marked.search(text) for text in titles if text):
        return True
    if any("解读" in plain(fact.value) for fact in page.get("category", ())):
        return True
    if any(re.search(rf"[》”](?:的)?(?:{words})|^(?:{words})[《“]", text) for text in head):
        return True
    headings = {_NUMBERING.sub("", line.plain).rstrip(":。") for line in lines}
    return len(headings & vocabulary().explainer.headings) >= _FEWEST_HEADINGS


def _changes_another(title: str) -> bool:
    """关于修改《…》的决定, 关于延长《…》有效期的通知; 修订印发《…》 issues a document anew."""
    return (
        re.search(
            rf"关于(?:公布|决定)?(?:{any_of(vocabulary().amendment)})[^《]{{0,12}}《|《[^》]*》(?:等.{{0,8}})?(?:有效期|废止|失效)",
            title,
        )
        is not None
    )
