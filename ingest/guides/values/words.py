"""Words with a fixed meaning: nothing, yes and no, forms of a paper, whom a matter serves, how often one must come."""

from __future__ import annotations

import re
import unicodedata

from ingest.guides.values.numerals import NUMERAL, whole
from ingest.guides.values.unclear import Unclear
from ingest.problems import forbidden_character
from knowledge.models import Audience, MaterialForm

_NOTHING = re.compile(
    r"无|暂无|没有|不涉及|不适用|无此项|无相关(?:内容|事项|信息)?|本事项无|空|null|none|n/a|[-—–―─/\\~～]+|不需要|无需|无需提(?:供|交)(?:任何)?材料|无需材料|免提交材料|不收材料"
)
_YES = re.compile(r"是|√|✓|✔|有|可以?|能|支持|已?开通|y|yes|true|1|对")
_NO = re.compile(r"否|×|✗|✘|x|无|没有|不可以?|不能|不支持|未开通|暂?不开通|暂未开通|n|no|false|0|不")

_FORMS: dict[str, MaterialForm] = {
    "原件": "原件",
    "正本": "原件",
    "原件正本": "原件",
    "复印件": "复印件",
    "影印件": "复印件",
    "电子证照": "电子证照",
    "电子证照免提交": "电子证照",
    "表格": "表格",
    "申请表": "表格",
    "申请表格": "表格",
    "填写表格": "表格",
    "填报表格": "表格",
    "格式文本": "表格",
}
_BOTH = re.compile(
    r"原件(?:和|及|与|、|,|\+|/|;|并|以及|加|同)*复印件|复印件(?:和|及|与|、|\+)+原件|正本(?:和|及|与|、|\+)复印件|原件复印件"
)
_COUNT_UNIT = "(?:份|套|张|本|个|页|件|枚)"
_COPIES = re.compile(rf"(?:各|每种|每人|一式|1式|壹式|共)?({NUMERAL}){_COUNT_UNIT}?(?:\(套\))?")
_REQUIRED = re.compile(
    r"是|必要|必须|必需|必交|必备|必要材料|必须提交|必需提交|必须提供|需要|需|应当提交|应交|√|✓|true|yes|必选|必填"
)
_OPTIONAL = re.compile(
    r"否|非必要|非必须|非必需|不必要|不是必须|可选|选交|非必要材料|非必需提交|容缺|可容缺|容缺受理|容缺后补|容缺材料|非必要[(,，]?可?容缺(?:后补|受理)?[)]?"
    r"|×|false|no|选填|不必须|不必提交|不强制"
)
_PERSON = re.compile(r"自然人|个人|公民|居民|群众|百姓")
_COMPANY = re.compile(r"企业|法人|单位|其他组织|非法人组织|个体工商户|公司|机构|社会组织|市场主体|经营主体")
_NEVER_COMES = re.compile(
    r"零跑腿|不用跑|无需跑|一次(?:都|也)?不用?跑|不见面|零次|不跑|无需到场|不需到场|不用到场|不用到现场|无需到现场|全程网办零跑动|零跑动|免跑"
)
_COMES = re.compile(
    rf"(?:最多|至多|不超过|约|只需|仅需|只跑|需)?(?:到(?:现场|窗口|办事现场)|跑|来|去)?({NUMERAL})(?:次|趟|回)?(?:即可|办结|办好)?"
)


def clean(text: str) -> str:
    """The text as printed, trimmed; raises Unclear for characters that no published text may hold, and for endless text."""
    found = forbidden_character(text)
    if found is not None:
        raise Unclear(f"里有不能显示的字符（U+{ord(found):04X}）")
    if len(text) > 2000:
        raise Unclear("太长，最多 2000 个字")
    return text.strip()


def squeezed(text: str) -> str:
    """Text as the patterns of this package want it: NFKC, without blanks, without a full stop at its end, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.;；,，").lower()


def says_nothing(text: str) -> bool:
    """Whether the value is a word for "none": 无, 暂无, —."""
    return _NOTHING.fullmatch(squeezed(text)) is not None


def yes_or_no(text: str) -> bool:
    """是 or 否 in any of their wordings; raises Unclear."""
    bare = squeezed(text)
    if _YES.fullmatch(bare):
        return True
    if _NO.fullmatch(bare):
        return False
    raise Unclear(f"“{text[:20]}”看不出是还是否")


def required(text: str) -> bool:
    """Whether a paper must be brought in every case; raises Unclear."""
    bare = squeezed(text)
    if _REQUIRED.fullmatch(bare):
        return True
    if _OPTIONAL.fullmatch(bare):
        return False
    raise Unclear(f"“{text[:20]}”看不出是不是必须提交")


def form(text: str) -> MaterialForm:
    """One of the five forms of a paper; raises Unclear, also for 纸质, which may be an original or a copy."""
    bare = squeezed(text)
    if _BOTH.fullmatch(bare):
        return "原件及复印件"
    found = _FORMS.get(bare)
    if found is None:
        raise Unclear(f"“{text[:20]}”不是原件、复印件、原件及复印件、电子证照、表格之一")
    return found


def copies(text: str) -> int:
    """How many: 1份, 一式两份, 各1份, 2; raises Unclear."""
    found = _COPIES.fullmatch(squeezed(text))
    if not found:
        raise Unclear(f"“{text[:20]}”看不出是几份")
    count = whole(found.group(1))
    if count > 99:
        raise Unclear(f"份数 {count} 太大")
    return count


def audience(text: str) -> Audience:
    """个人 or 企业; raises Unclear where a matter serves both or neither is said."""
    bare = squeezed(text)
    if bare in ("natural_person", "person"):
        return "个人"
    person = _PERSON.search(bare) is not None
    company = _COMPANY.search(bare) is not None
    if person == company:
        raise Unclear(f"“{text[:20]}”看不出是个人还是企业" if not person else f"“{text[:20]}”既有个人又有企业")
    return "个人" if person else "企业"


def visits(text: str) -> int:
    """How often one must come at most: 0次, 最多跑一次, 零跑腿; raises Unclear."""
    bare = squeezed(text)
    if _NEVER_COMES.search(bare) and not re.search(r"\d", bare.replace("0次", "")):
        return 0
    found = _COMES.fullmatch(re.sub(r"[((][^()]*[))]$", "", bare))
    if not found:
        raise Unclear(f"“{text[:20]}”看不出要跑几次")
    times = whole(found.group(1))
    if times > 20:
        raise Unclear(f"跑动次数 {times} 太大")
    return times
