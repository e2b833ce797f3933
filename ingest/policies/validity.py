"""From when and until when a document holds, as its own sentences say: 自…起施行，有效期…

Only sentences that are understood as a whole count. One that speaks of the document's validity and is not understood is
told, and then nothing is published: a guess here would cite a dead rule as living law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.policies.canonical import Line
from ingest.policies.dates import DAY, LATER_DAY, SPAN, Span, day, span
from ingest.policies.facts import Fact
from ingest.policies.vocabulary import any_of, plain, vocabulary
from knowledge.models import Position

ISSUED = "issued"
"""自印发之日起: the day of the document itself."""
POSTED = "posted"
"""自发布之日起: the day on which it was made public."""
OPEN = "open"
"""长期有效."""

Start = date | str
"""A day, :data:`ISSUED` or :data:`POSTED`."""
End = date | Span | str
"""The last day, a span from the start, or :data:`OPEN`."""

_NUMERAL = "[零〇一二三四五六七八九十百]+"
_KIND = "办法|细则|规定|措施|意见|方案|政策|通知|文件|规程|条例|规则|公告|通告|决定|计划|指南|若干条|[一二三四五六七八九十]+条"
_OWN = rf"(?:本|该|此|上述|以上|前述)(?:(?:实施|若干|操作|管理|暂行|扶持|奖励|试行|政策|工作){{0,2}}(?:{_KIND}))"
_SUBJECT = rf"(?:{_OWN}|(?:{_KIND}))?(?:的)?"
_PERIOD = (
    r"(?:政策)?(?:有效期限?|(?:试行|执行|实施|施行)(?:期限|期|时间|日期)|生效(?:时间|日期)|时效)(?:暂?定?为|是|:|暂定)?"
)
_BE = r"(?:正式|开始)?(?:施行|实施|执行|生效|试行|有效|适用|起?计算|起?算|计)"
_ISSUE = r"(?P<{0}>印发|下发|颁发|颁布|签发|发文|印制|发布|公布|公开发布)(?:之日|日)|(?P<{1}>即日)"
_FROM = rf"(?:即|也就是)?(?:自|从|由)?(?:(?P<start>{DAY})|{_ISSUE.format('issue', 'now')})"
_TO = "(?:至|到|[-–—─~]{1,2})"
_END = rf"(?P<end>{LATER_DAY})(?:\(含(?:当日|本日|该日)?\))?(?:止|为止|期间|结束)?(?:有效)?"

_PATTERNS = (
    ("start", re.compile(rf"{_SUBJECT}(?:{_PERIOD})?{_FROM}起{_BE}")),
    ("start", re.compile(rf"{_SUBJECT}(?:于)?(?:{_FROM})(?:正式|开始)?(?:施行|实施|生效)")),
    ("start", re.compile(rf"{_SUBJECT}(?:施行|实施|执行|生效)(?:日期|时间)(?:为|是|:)?{_FROM}(?:起)?")),
    ("range", re.compile(rf"{_SUBJECT}(?P<period>{_PERIOD})?{_FROM}起?(?P<be>{_BE})?{_TO}{_END}(?:{_BE})?")),
    (
        "end",
        re.compile(
            rf"{_SUBJECT}(?P<period>{_PERIOD}|(?:暂定)?(?:施行|实施|执行|试行|有效))?(?:截至|截止到?|截止至|延续到|至|到){_END}"
        ),
    ),
    ("span", re.compile(rf"{_SUBJECT}(?:{_PERIOD}|试行|暂行)(?:{_FROM}起?(?:计算|算)?)?(?P<span>{SPAN})(?:有效)?")),
    ("span", re.compile(rf"{_SUBJECT}{_FROM}起?(?:{_BE})?(?:{_PERIOD})?(?P<span>{SPAN})(?:内?有效)?")),
    ("open", re.compile(rf"{_SUBJECT}(?:{_PERIOD})?(?:长期|长期有效|长期执行|长期适用)")),
)
_NAMES_PERIOD = re.compile(
    r"有效期(?!内|满|届满|届至|过|外|到期|间|限内|限届满|限满)|(?:试行|施行)期(?!间|满|届满|内)|(?:执行|实施)期限(?!内|满|届满)"
)
_OF_ITSELF = re.compile(
    rf"(?:自|从|于|{DAY}|以).{{0,30}}起.{{0,12}}(?:施行|实施|执行|生效|试行)(?!的)|(?:在|于)?{DAY}(?:之?前|以前)(?:均|继续)?有效"
    rf"|.{{0,20}}(?:失效|废止|终止|停止执行|停止实施)|.{{0,20}}(?:至|到|截至){DAY}|(?:执行|实施)期(?!间|满|内)|长期"
)
_OF_A_PART = re.compile(
    rf"(?:其中)?(?:第{_NUMERAL}[条项款]|本[条款项])[^,]{{0,30}}(?:自|从).{{0,30}}起.{{0,6}}(?:施行|实施|执行|生效)(?!的)"
)
_GOES_ON = re.compile(r"(?:至|到|截至|截止|有效|为期|期限)(?!本数)")
_EXPIRES = re.compile(r"(?:期满|届满|到期|期限届满)(?:后|之?日|时)?(?:即?自动|自行|自然)?(?:失效|废止|终止)?")
_NUMBERING = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百]+条|[一二三四五六七八九十]+、|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}[.、](?![0-9]))[:、]?"
)
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_CONTEXT = re.compile(rf"(?:{_SUBJECT})(?:政策)?(?:有效期限?|(?:试行|执行|实施|施行)(?:期限|期|时间))")
_OWN_SENTENCE = re.compile(rf"(?:{_OWN}|(?:{_KIND})|“?以[上下]”?|“|现将)")
_LONGEST_SENTENCE = 400
_MOST_LINES = 60
_ENDS = ("。", ";", "!", "?")


@dataclass(frozen=True)
class Said:
    """All that a document says of its validity; ``unclear`` are clauses that speak of it in a way not understood."""

    starts: tuple[Fact[Start], ...] = ()
    ends: tuple[Fact[End], ...] = ()
    unclear: tuple[Fact[str], ...] = ()


@dataclass
class _Gathered:
    starts: list[Fact[Start]] = field(default_factory=list)
    ends: list[Fact[End]] = field(default_factory=list)
    unclear: list[Fact[str]] = field(default_factory=list)

    def add(self, other: _Gathered) -> None:
        self.starts += other.starts
        self.ends += other.ends
        self.unclear += other.unclear


def said_of_validity(lines: Sequence[Line], title: str = "") -> Said:
    """Reads ``lines``, which are the document's own: no attachments, nothing of the page around it.

    ``title`` is the document's: what is said of 《title》 is said of it, what is said of another title is not. Paragraphs
    that a format breaks in the middle of a sentence are read whole.
    """
    gathered = _Gathered()
    for paragraph in _paragraphs(lines):
        gathered.add(_read_paragraph(paragraph, plain(title)))
    return Said(tuple(gathered.starts), tuple(gathered.ends), tuple(gathered.unclear))


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that may belong together: up to one that ends a sentence, or before one with a number."""
    together: list[Line] = []
    for line in lines:
        if together and (_NUMBERING.match(line.plain) or together[-1].plain.endswith(_ENDS)):
            yield together
            together = []
        together.append(line)
    if together:
        yield together


def _read_paragraph(paragraph: list[Line], title: str) -> _Gathered:
    """Line by line, and as one: the reading that understands more; of equals the one by lines, which knows the places."""
    by_lines = _Gathered()
    context = False
    for line in paragraph:
        context = _read_line(line, by_lines, context, title)
    if len(paragraph) == 1 or len(paragraph) > _MOST_LINES:
        return by_lines
    joined = [_read_joined(paragraph[first:], title) for first in (0, 1)]  # the first line may be a heading of its own
    return max(by_lines, *joined, key=lambda one: (len(one.starts) + len(one.ends), len(one.unclear)))


def _read_joined(lines: list[Line], title: str) -> _Gathered:
    gathered = _Gathered()
    _read_line(Line("".join(line.text for line in lines), lines[0].at), gathered, False, title)
    return gathered


def period_of(text: str) -> tuple[Start | None, End | None, bool]:
    """Start, end and whether it was understood: the value of a page's 有效期."""
    gathered = _Gathered()
    line = Line(f"有效期：{text}", Position())
    _read_line(line, gathered, False, "")
    start = gathered.starts[0].value if gathered.starts else None
    end = gathered.ends[0].value if gathered.ends else None
    return start, end, not gathered.unclear and (start is not None or end is not None)


def _read_line(line: Line, gathered: _Gathered, context: bool, title: str) -> bool:
    """``context``: the line above, or the sentence before, is a heading such as 四、实施期限."""
    numbered = _NUMBERING.match(line.plain) is not None
    context = context and not numbered
    for place, quote in enumerate(re.split(r"(?<=[。；;])", line.text)):
        sentence = plain(quote).strip("。;；")
        sentence = _NUMBERING.sub("", sentence) if place == 0 else sentence
        sentence = sentence.replace(f"《{title}》", "本文件") if title else sentence
        if _CONTEXT.fullmatch(sentence.rstrip(":")):
            context = True
        elif sentence and len(sentence) <= _LONGEST_SENTENCE:
            _read_sentence(sentence, Fact(quote.strip(), quote.strip(), line.at), gathered, context)
    return context


def _read_sentence(sentence: str, quote: Fact[str], gathered: _Gathered, context: bool) -> None:
    about = context
    own = _OWN_SENTENCE.match(sentence) is not None
    for place, clause in enumerate(_clauses(sentence)):
        found = _understood(clause, about, about or own or place == 0)
        if found is not None:
            about = True
            _gather(found, quote, gathered)
        elif _is_unclear(clause, own or place == 0) or (
            about and _GOES_ON.match(clause) and not _EXPIRES.search(clause)
        ):
            gathered.unclear.append(quote)


def _is_unclear(clause: str, own: bool) -> bool:
    """Does it speak of the document's validity, though no pattern reads it?"""
    if _EXPIRES.search(clause) or _of_another(clause):
        return False
    of_itself = re.match(rf"{_OWN}(?:的)?", clause)
    rest = clause[of_itself.end() :] if of_itself else clause
    if _NAMES_PERIOD.search(clause) or _OF_A_PART.match(clause):
        return True
    return (of_itself is not None or (own and re.match("自|从|于|[0-9]", rest) is not None)) and (
        _OF_ITSELF.match(rest) is not None
    )


def _clauses(sentence: str) -> Iterator[str]:
    """The parts between commas, what stands in brackets behind the part that it explains."""
    for part in re.split(r"[,，]", re.sub(r"\([^()]*\)", lambda found: found.group().replace(",", "\0"), sentence)):
        outer = _PARENTHESIS.sub(lambda found: found.group() if "含" in found.group() else "", part)
        yield outer.replace("\0", ",")
        for inner in _PARENTHESIS.findall(part):
            if "含" not in inner:
                yield from inner.split("\0")


@dataclass(frozen=True)
class _Clause:
    start: Start | None
    end: End | None


def _understood(clause: str, about: bool, own: bool) -> _Clause | None:
    for kind, pattern in _PATTERNS:
        if (found := pattern.fullmatch(clause)) and _is_about_it(kind, found, about, own):
            return _clause(found)
    return None


def _is_about_it(kind: str, found: re.Match[str], about: bool, own: bool) -> bool:
    """A bare 自…起计算 or 至2027年12月31日止 counts only behind words that say what begins or ends then."""
    clause = found.group()
    named = re.match(_OWN, clause) is not None or bool(found.groupdict().get("period")) or _NAMES_PERIOD.search(clause)
    if about or named:
        return True
    if kind in ("range", "end", "open") or clause.endswith(("算", "计")):
        return bool(found.groupdict().get("be")) and own
    return own


def _clause(found: re.Match[str]) -> _Clause | None:
    groups = found.groupdict()
    start: Start | None = None
    if groups.get("start"):
        start = day(groups["start"])
    elif groups.get("issue") or groups.get("now"):
        start = POSTED if groups.get("issue") in ("发布", "公布", "公开发布") else ISSUED
    end: End | None = OPEN if found.group().find("长期") >= 0 else None
    if groups.get("end"):
        end = day(groups["end"], start if isinstance(start, date) else None)
    elif groups.get("span"):
        end = span(groups["span"])
    wanted = (groups.get("start"), groups.get("end") or groups.get("span"))
    if (wanted[0] and start is None) or (wanted[1] and end is None):
        return None
    return _Clause(start, end)


def _gather(found: _Clause, quote: Fact[str], gathered: _Gathered) -> None:
    if found.start is not None:
        gathered.starts.append(Fact(found.start, quote.quote, quote.at))
    if found.end is not None:
        gathered.ends.append(Fact(found.end, quote.quote, quote.at))


def _of_another(clause: str) -> bool:
    """证书有效期, 合同期限, 贷款期限: the noun before has a period of its own."""
    others = any_of(vocabulary().other_subjects)
    return re.search(rf"^(?:原|《)|(?:{others})(?:的)?[^,]{{0,3}}(?:有效|执行|实施|施行)期", clause) is not None
