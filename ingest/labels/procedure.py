"""How a measure is claimed: mode, papers and last day, told article by article (第二条、第三条免申即享；其余…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.labels.plain import Plain
from ingest.parse.numerals import ordinal
from ingest.policies.dates import DAY, day

_NUM = "[零〇一二三四五六七八九十百]+"
_ONE = rf"第(?:{_NUM}|[0-9]{{1,3}})条(?:第\(?(?:{_NUM}|[0-9]{{1,2}})\)?[项款])?|第\((?:{_NUM}|[0-9]{{1,2}})\)项?|\({_NUM}\)(?:项|(?=(?:、|和|及|至)?\({_NUM}\)|免申|即申|申报|采取|实行|为))|第(?:{_NUM}|[0-9]{{1,2}})项"
_PART = rf"第(?:{_NUM}|[0-9]{{1,3}})条(?:第\(?(?:{_NUM}|[0-9]{{1,2}})\)?[项款])?|第?\((?:{_NUM}|[0-9]{{1,2}})\)项?|第(?:{_NUM}|[0-9]{{1,2}})项"
REFERENCE = re.compile(
    rf"(?:{_ONE})(?:(?:(?:规定的|之|的)(?:奖励|补助|补贴|贴息|服务|支持|资助))?(?:、|和|及|与|以及|至|到|-)?(?:{_ONE}))*"
)
_EVERY = re.compile(
    "一律|各项|以上(?:事项|政策|奖励|措施|各条)|上述(?:事项|政策|奖励|措施|各项)|全部|所有|均|各条|共同|统一"
)
_REST = re.compile("其余|其他(?:各项|条款|事项|奖励|各条|政策)")
_NO_PAPERS = re.compile("无需|无须|不需要?|不用|免于?(?:提交|提供)|免交|不必")
_PAPERS = re.compile(
    "(?:另交|加交|缴验|呈交|呈验|附具|填具|(?<![提递上送缴移社加另呈])交(?=[一-龥]{3})|另需?附|另需?提交|另需?提供|还(?:应当?|须|需)(?:提交|提供)|补充提交|加附|追加提交|增加|附上?(?!件)|提交|提供|报送|递交|送交|上传|出具|携带|凭(?!证)|持(?![有证])|填报|填写)(?:以下|下列|如下)?(?:的)?(?:(?:申报|申请)?(?:共同)?(?:材料|资料))?(?:为|包括)?:?"
    "|(?:(?:共同|申报|申请|所需|基础)?(?:材料|资料)(?:清单)?)(?:为|包括|是)?(?::|--)?"
    "|将(?=[^,。;]{4,80}报(?:送|所在|至|到|[一-龥]{1,6}(?:局|部门|中心|街道|乡镇)))"
)
_ENUMERATED = re.compile(r"\([0-9一二三四五六七八九十]{1,2}\)|[①-⑳]|(?<![0-9])[0-9]\.(?![0-9])")
_ITEM_END = re.compile(
    r"(?:等)?(?:即可.*|(?:后(?=[0-9一二三五即由,办审])|,).*|报(?:送|所在|至|到|[一-龥]{1,6}(?:局|部门|中心|街道|乡镇)).*|(?:办理|办结|预约|领取|申领|享受|兑现)(?![表单书函登]).*|(?:在线|线上|直接)申请|各?[一1]份.*|等材料.*|等资料.*|到.{2,12}(?:窗口|大厅).*)$"
)
_PAPER = re.compile("(?:表|书|单|证|合同|报告|发票|凭证|复印件|证明|清单|截图|名单|意见|函|协议|票据|流水|照片|执照)$")
_NOT_PAPERS = frozenset(
    {
        "虚假材料的",
        "就行",
        "",
        "申请",
        "书面申请",
        "材料",
        "申报材料",
        "任何材料",
        "申报",
        "资料",
        "名单",
        "任何申报材料",
        "申请材料",
        "相关材料",
        "其他材料",
    }
)
_DEADLINE = re.compile(
    rf"(?P<day>{DAY})(?:\(含(?:当日)?\))?(?:之前|以前|前|届满|止|截止|为止|内)|(?:截止|截至|截止到|截至到|止于|期限|不晚于|不迟于|最迟|时限|时间)[^0-9]{{0,12}}(?P<other>{DAY})|至(?P<till>{DAY})|(?P<at>{DAY})(?:前)?(?:截止|为限)"
)
MODES = ("免申即享", "即申即享")
_APPLIES = re.compile("申报|自主申请|书面申请|提出申请|申请制|须申请|需申请|由企业申请")
PROCEDURAL = re.compile(
    "^(?:[一-龥]{0,4}方式|[一-龥]{0,4}材料)(?:--|:)|^\\(?申报\\)?$|免申即享|即申即享|备齐|备妥|申报材料|申请材料|提交|报送|递交|上传|截止|截至|申报制|申报方式|书面申报|材料为|材料包括|材料:|受理(?:截止|时间|期)|(?:实行|采取|采用|自主|须|由企业|需|企业|为)申报|[0-9]日(?:之|以)?前|凭.{2,16}(?:办理|办结|领取|申领|预约|兑现|兑付)|另附|加附|[条项](?:另|加|应|需|须)?附|送交|(?:须|应|需|应当)(?:提供|提交)|申报享受|提供.{2,20}(?:即可|办理)|(?:无需|无须|不需要?|不用).{0,8}(?:提供|提交|申报|申请)"
)


@dataclass
class Claim:
    """What is known of one measure's claiming; places are of the plain text."""

    mode: str | None = None
    documents: list[str] = field(default_factory=list)
    deadline: date | None = None
    quotes: dict[str, tuple[int, int]] = field(default_factory=dict)


class Claims:
    """Claims by the names of sections; ``names`` are the measures' in order."""

    def __init__(self, names: Sequence[str], headings: Mapping[str, str]) -> None:
        self.names = dict(headings)
        self.headings = {heading: name for name, heading in headings.items() if len(heading) >= 3}
        self.by_name = {name: Claim() for name in names}

    def referred(self, text: str) -> list[str] | None:
        """The measures that ``text`` names, ``None`` where it names no article at all."""
        found = REFERENCE.search(text)
        if found:
            return resolved(found.group(), list(self.by_name))
        headed = [name for heading, name in self.headings.items() if heading in text]
        if headed:
            return headed
        if _REST.search(text):
            return [name for name, claim in self.by_name.items() if claim.mode is None]
        return None

    def headed(self, heading: str) -> list[str]:
        """The measures whose headings a heading lists (延链项目、补链项目：申报…)."""
        parts = set(re.split("、|和|及", heading))
        return [name for name, own in self.names.items() if own and own in parts]

    def read(self, plain: Plain, start: int, end: int, own: str | None = None, about: Sequence[str] = ()) -> None:
        """Take in a passage about claiming; ``own`` is the measure in whose article it stands, ``about`` those of its heading."""
        current: list[str] = [own] if own is not None else list(about)
        everyone = list(about) or list(self.by_name)
        for sentence_start, sentence_end in pieces(plain.text, start, end, "。\n"):
            if own is None and _ENUMERATED.match(plain.text, sentence_start) is None:
                fresh: list[str] | None = None
            else:
                fresh = current
            for first, last in _clauses(plain.text, sentence_start, sentence_end):
                clause = plain.text[first:last]
                named = self.referred(clause) if own is None else None
                if named is not None:
                    fresh = named
                elif fresh is None and (_EVERY.search(clause) or not current):
                    fresh = everyone
                targets = fresh if fresh is not None else current
                self._take(targets, clause, first, plain, own is not None)
                current = targets

    def _take(self, names: Sequence[str], clause: str, at: int, plain: Plain, own: bool) -> None:
        mode = _mode(clause)
        for name in names:
            claim = self.by_name[name]
            if mode is not None and (claim.mode is None or mode in MODES):
                claim.mode = mode
                claim.quotes["mode"] = (at, at + len(clause))
        last = (
            None
            if "起" in clause and "止" not in clause and "截" not in clause and "前" not in clause
            else _DEADLINE.search(clause)
        )
        if last is not None:
            self._deadline(names, last, at)
        self._papers(names, clause, at, plain, own)

    def _deadline(self, names: Sequence[str], found: re.Match[str], at: int) -> None:
        text = found["day"] or found["other"] or found["till"] or found["at"]
        for name in names:
            claim = self.by_name[name]
            if claim.mode not in MODES and claim.deadline is None:
                claim.deadline = day(text)
                claim.quotes["deadline"] = (at + found.start(), at + found.end())

    def _papers(self, names: Sequence[str], clause: str, at: int, plain: Plain, own: bool) -> None:
        if _NO_PAPERS.search(clause):
            return
        found = _last_papers(clause)
        if found is None and not (
            own and _PAPER.search(clause) and _mode(clause) is None and not re.search(DAY, clause)
        ):
            return
        if re.search("只需|仅需|只须|仅须", clause):
            for name in names:
                self.by_name[name].documents.clear()
        for start, end in _items(clause, found.end() if found else 0):
            item = re.sub(r"\s+", "", plain.words(at + start, at + end))
            for name in names:
                claim = self.by_name[name]
                if item not in claim.documents and claim.mode != "免申即享":
                    claim.quotes[f"documents/{len(claim.documents)}"] = (at + start, at + end)
                    claim.documents.append(item)


def _mode(clause: str) -> str | None:
    for mode in MODES:
        if mode in clause:
            return mode
    applies = _APPLIES.search(clause)
    about = re.search(r"^(?:其中)?(?:申报|申请|办理)第", clause)
    return "申报" if applies and not about else None


def _last_papers(clause: str) -> re.Match[str] | None:
    """The words that announce papers: the first, but for 提交材料: and 材料包括 right behind 提交."""
    first = None
    for found in _PAPERS.finditer(clause):
        if found.group()[0] == "附" and clause[max(0, found.start() - 1) : found.start()] in ("另", "应"):
            pass
        if first is None or found.start() - first.end() <= 1 or found.group().endswith(":"):
            first = found
        if _ENUMERATED.match(clause, found.end()):
            return found
    return first


def _items(clause: str, place: int) -> Iterator[tuple[int, int]]:
    rest = clause[place:]
    if rest.startswith(":"):
        place, rest = place + 1, rest[1:]
    marks = list(_ENUMERATED.finditer(clause, place))
    if marks:
        borders = [*(mark.start() for mark in marks[1:]), len(clause)]
        spans = [(mark.end(), end) for mark, end in zip(marks, borders, strict=True)]
    else:
        spans, start = [], place
        for found in re.finditer("、|$", rest):
            spans.append((start, place + found.start()))
            start = place + found.end()
    for start, end in spans:
        text = clause[start:end].rstrip(";,。、 \n")
        trimmed = _ITEM_END.sub("", re.split(r"[,;]", text)[0] if not marks else text.rstrip(";,"))
        if trimmed not in _NOT_PAPERS and 1 < len(trimmed) <= 40:
            yield start, start + len(trimmed)


def pieces(text: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    """``text[start:end]`` cut at any of ``marks`` outside brackets, the marks left out; none is empty."""
    depth, first = 0, start
    for place in range(start, end):
        character = text[place]
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == "\n" and "\n" in marks:
            depth = 0
        if character in marks and depth == 0:
            if place > first:
                yield first, place
            first = place + 1
    if end > first:
        yield first, end


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces at 。 and ；; a list （1）…；（2）… of papers stays with what announces it."""
    last: tuple[int, int] | None = None
    for first, second in pieces(text, start, end, "。;\n"):
        if (
            last is not None
            and re.match(r"\([0-9]{1,2}\)", text[first:second])
            and text[last[1]] == ";"
            and re.search("材料|提交|提供|报送|附", text[last[0] : last[1]])
        ):
            last = (last[0], second)
            continue
        if last is not None:
            yield last
        last = (first, second)
    if last is not None:
        yield last


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses at ； and ，; a list （1）…；（2）… stays with what announces it, and so does what follows 材料 in it."""
    parts = list(pieces(text, start, end, ";,"))
    first, last = parts[0] if parts else (start, end)
    for one, two in parts[1:]:
        if _ENUMERATED.match(text, one):
            last = two
        else:
            yield first, last
            first, last = one, two
    if parts:
        yield first, last


def resolved(reference: str, names: Sequence[str]) -> list[str]:
    """Names of the sections that 第二条至第四条 or 第（一）项、第（三）项 means."""
    found: list[str] = []
    joint = ""
    for part in re.findall(rf"{_PART}|、|和|及|与|以及|至|到|-", reference):
        if re.fullmatch("、|和|及|与|以及|至|到|-", part):
            joint = part
            continue
        here = [name for name in names if _is(part, name)]
        if joint in ("至", "到", "-") and found and here:
            found.extend(names[names.index(found[-1]) + 1 : names.index(here[0])])
        found.extend(name for name in here if name not in found)
        joint = ""
    return found


def _is(part: str, name: str) -> bool:
    """Does 第二条, 第（一）项 or 第一条第1项 name the section ``第二条``, ``二``, ``二、（一）`` or ``一、1``?"""
    article = re.match(rf"第({_NUM}|[0-9]+)条", part)
    inner = re.search(rf"第?\(?({_NUM}|[0-9]+)\)?[项款]?$", part[article.end() :] if article else part)
    outer_name, _, inner_name = name.partition("、")
    if article is not None and _number(article.group(1)) != _number(outer_name.strip("第条")):
        return False
    if inner is not None and article is None and not inner_name:
        return (name.isdigit() or name.startswith("（")) and _number(inner.group(1)) == _number(name.strip("（）()"))
    if inner is not None and (article is None or part[article.end() :]):
        return bool(inner_name) and _number(inner.group(1)) == _number(inner_name.strip("（）()"))
    return True


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else ordinal(text)
