"""What a complaint says about who wrote it: how much of a name and of an id number is really there.

The one notion of both, for linking complaints and for judging them. Every function is pure and takes a value as written. What is no name
(热心市民) or no number (all zeros) must never look like one: two complaints that share it have nothing in common.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from pypinyin import Style, lazy_pinyin

_LONGEST: Final = 40


def folded(text: str) -> str:
    """NFKC, lower case, without blanks and controls."""
    text = unicodedata.normalize("NFKC", text[:400]).lower()
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "CZ")


class NameKind(StrEnum):
    """How much of a name is there."""

    NONE = "none"
    """Nothing that tells anybody apart: left empty, 匿名, 热心市民, 先生."""
    HIDDEN = "hidden"
    """The surname only: 张先生, 张某, 张**, 张XX."""
    WHOLE = "whole"


class Sex(StrEnum):
    """What a title says."""

    MALE = "male"
    FEMALE = "female"


class Name(NamedTuple):
    """A name as far as it is written: ``whole`` without titles where every sign is there, ``surname`` wherever it is known."""

    kind: NameKind
    whole: str | None = None
    surname: str | None = None
    sex: Sex | None = None


NO_NAME: Final = Name(NameKind.NONE)

_COMPOUND: Final = re.compile(
    "欧阳|司马|司徒|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯|轩辕|端木|南宫|东方|西门|独孤|赫连|澹台|公冶|宗政|濮阳|淳于|单于|太叔|申屠|仲孙|钟离|鲜于|闾丘|东郭|呼延|百里|第五"
    "|司空|司寇|万俟|拓跋|左丘|梁丘|公羊|谷梁|乐正|漆雕|公良|巫马|完颜|耶律|纳兰|叶赫|东门|南门|亓官|达奚|歐陽|司馬|諸葛|尉遲|長孫|軒轅"
)
_MALE: Final = "先生|大爷|大哥|大叔|大伯|叔叔|伯伯|爷爷|老伯|帅哥"
_FEMALE: Final = "女士|小姐|太太|夫人|阿姨|大姐|大妈|大嫂|大娘|奶奶|婆婆|姑娘|美女"
_OTHER_TITLES: Final = "同志|老师|师傅|同学|医生|老板|经理|主任|律师|朋友"
_TITLE: Final = re.compile(rf"(?:(?P<male>{_MALE})|(?P<female>{_FEMALE})|{_OTHER_TITLES})$")
_ROLES: Final = (
    "匿名者|匿名|市民|群众|老百姓|百姓|消费者|顾客|客户|客人|用户|买家|买方|网友|网民|业主|居民|村民|住户|租户|家长|家属|患者|乘客|旅客|游客"
    "|路人|行人|会员|员工|职工|学生|投诉者|投诉人|投诉方|举报者|举报人|举报方|反映人|反映者|来电人|来电者|来访人|来信人|诉求人|申请人|当事人"
    "|联系人|知情人|知情者|受害人|受害者|好心人|热心人|有心人|过路人|人士|本人|无名氏|无名|佚名|某人|工作人员|实名|姓名"
)
_ROLE: Final = re.compile(
    rf"^(?P<whose>.*?)(?:一位|一名|一个|某位|某|热心|爱心|普通|广大|部分|本地|当地|本市|附近|受害|知情|社会)*(?:{_ROLES})+"
    r"(?:朋友|来电|来访|反映|投诉|举报|代表|们|先生|女士|小姐|同志)*[0-9a-z*]*$"
)
_ROLE_BEFORE: Final = re.compile(
    r"^(?:热心)?(?:市民|消费者|群众|顾客|客户|用户|业主|居民|村民|投诉人|举报人|来电人|网友|患者|乘客|当事人|申请人)[:：]?(?=[㐀-鿿])"
)
_NOTHING: Final = re.compile(
    r"无|暂无|未知|不详|不明|未提供|未留|未填写?|未透露|保密|隐私|空|没有|(?:不愿|不便|拒绝|不肯)(?:透露|提供|告知|留).*|要求保密|null|none|nan|n/?a|test|测试|admin"
)
_ASIDE: Final = re.compile(r"[(\[【{<《].*?(?:[)\]】}>》]|$)")
_MORE: Final = re.compile(
    r"(?<=[㐀-鿿]{2})(?:等[一二三四五六七八九十百数几多\d]*[人名位户]?$|[、,;/&+和与及](?=[㐀-鿿]{2}).*)"
)
_DOTS: Final = re.compile(r"[.•・‧∙⋅]+(?=[㐀-鿿])")
_HAN: Final = re.compile(r"[㐀-鿿]")
_FAMILIAR: Final = frozenset("老小阿")
_COMMON: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付"
    "傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤庄柯洪颜施纪"
)
"""Surnames that may follow 老, 小, 阿: 小陈 names a 陈, 小明 a child of any name."""
_MASKED: Final = "某〇"


def read_name(text: str | None) -> Name:
    """What a name as written tells."""
    plain = folded(text or "")
    sex = _said_aside(plain)
    plain = _ASIDE.sub("", plain)
    if not plain or _NOTHING.fullmatch(plain):
        return NO_NAME
    role = _ROLE.fullmatch(plain)
    if role:
        return _hidden(role["whose"], sex)
    plain = _ROLE_BEFORE.sub("", plain)
    title = _TITLE.search(plain)
    if title:
        plain = plain[: title.start()]
        sex = Sex.MALE if title["male"] else Sex.FEMALE if title["female"] else sex
    plain = _DOTS.sub("·", _MORE.sub("", plain))[:_LONGEST]
    if not _HAN.search(plain):
        return _foreign(plain, sex)
    if _FAMILIAR.issuperset(plain[:1]) and len(plain) == 2:
        return _hidden(plain[1:], sex) if plain[1] in _COMMON else NO_NAME
    return _chinese(plain, sex)


def _chinese(plain: str, sex: Sex | None) -> Name:
    surname = _surname(plain)
    if surname is None:
        return NO_NAME
    shown = len(plain) > len(surname) and all(_HAN.match(sign) and sign not in _MASKED or sign == "·" for sign in plain)
    return Name(NameKind.WHOLE, plain, surname, sex) if shown else Name(NameKind.HIDDEN, None, surname, sex)


def _hidden(whose: str, sex: Sex | None) -> Name:
    """A surname that stands before a word for nobody (陈业主); what is longer than a surname is no name either."""
    surname = _surname(whose)
    known = surname is not None and len(whose) == len(surname)
    return Name(NameKind.HIDDEN, None, surname, sex) if known else NO_NAME


def _surname(plain: str) -> str | None:
    """The surname a Chinese name begins with; of a name with a dot (买买提·吐尔逊) what stands before it."""
    if "·" in plain[1:]:
        return plain[: plain.index("·", 1)]
    if _COMPOUND.match(plain):
        return plain[:2]
    return plain[:1] if _HAN.match(plain) and plain[0] not in _MASKED else None


def _foreign(plain: str, sex: Sex | None) -> Name:
    """A name in letters; initials, masks (xxx), phone numbers and the like are none."""
    letters = re.sub(r"[^a-z]", "", plain)
    if len(letters) < 4 or len(set(letters)) < 3 or re.search(r"[0-9*]|x{2}", plain):
        return NO_NAME
    return Name(NameKind.WHOLE, letters, letters, sex)


def _said_aside(plain: str) -> Sex | None:
    said = re.search(r"[(\[【]([男女])", plain)
    return None if said is None else Sex.MALE if said[1] == "男" else Sex.FEMALE


@cache
def _syllable(sign: str) -> str:
    return lazy_pinyin(sign, style=Style.NORMAL)[0]


def sound(whole: str) -> str:
    """The syllables of a whole name without tones; homophones are equal."""
    return " ".join(_syllable(sign) for sign in whole)


class IdKind(StrEnum):
    """How much of a citizen's id number is there."""

    NONE = "none"
    """Left empty, or no citizen's id number at all."""
    FILLER = "filler"
    """Signs put where a number had to stand: one digit repeated, no province, nobody's date of birth."""
    MASKED = "masked"
    """First and last signs only."""
    SLIP = "slip"
    """Possible but for its check digit: miswritten in at least one sign."""
    WHOLE = "whole"


class IdNumber(NamedTuple):
    """An id number: ``whole`` (18 signs) of kinds ``WHOLE`` and ``SLIP``; ``head`` and ``tail``: the signs before and after a mask."""

    kind: IdKind
    whole: str | None = None
    head: str = ""
    tail: str = ""

    @property
    def told(self) -> bool:
        """Whether it says anything about whose it is."""
        return self.kind in (IdKind.MASKED, IdKind.SLIP, IdKind.WHOLE)


_FACTORS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_PROVINCES: Final = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_LONG, _SHORT = 18, 15
_OLDEST, _LATEST = 1890, 2099
_STAR: Final = "*"
_MASKS: Final = re.compile(r"X{2,}|[-_]{2,}|[*×※●•○〇□■#?]+|某+")
_LEAST_SHOWN: Final = 6
_LEAST_KINDS: Final = 3


def read_id(text: str | None) -> IdNumber:
    """What an id number as written tells (GB 11643-1999: 18 signs; before that 15, brought to the 18 that replaced them)."""
    plain = _MASKS.sub(lambda run: _STAR * len(run.group()), folded(text or "").upper())
    signs = re.sub(r"[^0-9X*]", "", plain)
    if re.search(r"X.", signs):
        signs = re.sub(r"X(?=.)", _STAR, signs)
    if _STAR in signs:
        return _masked(signs)
    if len(signs) == _SHORT and signs.isdigit():
        signs = f"{signs[:6]}19{signs[6:]}"
        return _checked(signs + check_digit(signs))
    return _checked(signs) if len(signs) == _LONG else IdNumber(IdKind.NONE)


def _masked(signs: str) -> IdNumber:
    head, tail = signs[: signs.index(_STAR)], signs[signs.rindex(_STAR) + 1 :]
    shown = len(head) + len(tail)
    if shown < _LEAST_SHOWN or len(signs) > _LONG or len(set(head + tail)) < _LEAST_KINDS:
        return IdNumber(IdKind.NONE)
    return IdNumber(IdKind.MASKED, None, head, tail)


def _checked(signs: str) -> IdNumber:
    possible = _PROVINCES.match(signs) and _born(signs) is not None and len(set(signs[:-1])) >= _LEAST_KINDS
    if not possible:
        return IdNumber(IdKind.FILLER)
    kind = IdKind.WHOLE if check_digit(signs[:-1]) == signs[-1] else IdKind.SLIP
    return IdNumber(kind, signs, signs, signs)


def check_digit(first: str) -> str:
    """The last sign that belongs to the first seventeen (ISO 7064, MOD 11-2)."""
    return _CHECKS[sum(int(sign) * factor for sign, factor in zip(first, _FACTORS, strict=True)) % len(_CHECKS)]


def _born(signs: str) -> date | None:
    try:
        born = date(int(signs[6:10]), int(signs[10:12]), int(signs[12:14]))
    except ValueError:
        return None
    return born if _OLDEST <= born.year <= _LATEST else None


def may_be_one_id(one: IdNumber, other: IdNumber) -> bool:
    """Whether two numbers that tell something can be one: equal, fitting where masked, or one slip (a sign wrong, two neighbours swapped).

    Two whole numbers with right check digits are never a slip of each other: the check digit finds every single slip.
    """
    if one.whole is None or other.whole is None:
        heads, tails = sorted((one.head, other.head), key=len), sorted((one.tail, other.tail), key=len)
        return heads[1].startswith(heads[0]) and tails[1].endswith(tails[0])
    if one.whole == other.whole:
        return True
    return IdKind.SLIP in (one.kind, other.kind) and _one_slip(one.whole, other.whole)


def _one_slip(one: str, other: str) -> bool:
    wrong = [at for at, (first, second) in enumerate(zip(one, other, strict=True)) if first != second]
    if len(wrong) == 1:
        return True
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
