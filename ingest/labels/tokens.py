"""A policy's clauses as typed tokens: fields, quantities, comparators, titles, industries, connectives, award words.

Each token has one letter, so that the grammar (``grammar.py``) is patterns over letters:

===  =====================================  ===  =====================================  ===  ==========================
F    field                                  G    growth (增速)                          N    quantity
P    comparator before (不低于)             S    comparator behind (以上)               I E  含 / 不含
Q    qualification                          C    industry codes                         D    districts
T    company type                           L    stage of listing                       B    listings of bad faith
A    accidents                              Z    首次上规                               M    term that the text defines
Y    founding                               K    day                                    V    以后 / 以前
n    negation                               X    不予 / 除外                            h    有 / 获评
o a  或 / 且                                l c  、 / ，                                s p  ； / 。
v    award word                             m q  最高 / 不设上限                        e b  每件 / 按
w    分别                                   j    之一                                   t    至
d    的                                     (    bracket                                g x  says nothing / unknown
===  =====================================  ===  =====================================  ===  ==========================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any as Whatever

from ingest.labels.quantities import QUANTITY, Quantity, quantity
from ingest.labels.titles import LISTED, NAMED, known, level_title, names_of
from ingest.labels.vocabulary import words
from ingest.policies.dates import DAY, day
from knowledge.measures.conditions import Condition

LONGEST = 6000
"""Characters of one article that are read; the longest shipped has 500."""


@dataclass(frozen=True)
class Token:
    """``start:end`` are characters of the plain text; ``value`` depends on the letter."""

    kind: str
    start: int
    end: int
    value: Whatever = None


@dataclass(frozen=True)
class Dictionary:
    """What a document itself teaches: its terms (所称初创企业), its names of industries, words of its title, its district."""

    terms: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    industries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    district: str | None = None
    unknown: frozenset[str] = frozenset()
    earlier: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)


Maker = Callable[[re.Match[str]], object]
Rule = tuple[str, re.Pattern[str], Maker]

REFERENCE_ONE = "第[零〇一二三四五六七八九十百0-9]{1,4}[条项]"
_CODE = r"(?<![0-9A-Za-z])[A-T](?:[0-9]{1,4}(?![0-9])(?:大类|中类|小类)?|门类|类|(?=[、,)和或及]))"
_STOP = (
    "鲤城区|丰泽区|洛江区|泉港区|石狮市|晋江市|南安市|惠安县|安溪县|永春县|德化县|泉州市|的|且|为|属于|从事|支持|对|于|凡|企业|单位|所|在|是|度|当年|注册|登记|老字号|规模以上|规上|限额以上|限上|高新技术|专精特新|个体工商户|合作社|龙头"
    "|获|被|未|不|符合|申报|申请|以上|以下|本市|我市|全市|本区|我区|经营|或者|主营|包括|列入|行业分类|首次|拥有|具有|,"
)
_NAME = rf"(?:(?!{_STOP})[一-龥、]){{2,40}}(?:企业|行业|单位|领域)?"
_INDUSTRY = re.compile(
    rf"(?P<name>{_NAME})?\((?P<codes>(?:即|代码:?|行业代码:?|国民经济行业(?:分类)?(?:代码)?:?|分类代码:?)?(?:[一-龥、,和及]{{0,40}}?{_CODE}){{1,20}}(?:[一-龥]{{0,8}})?)\)"
)
_BARE_CODES = re.compile(
    rf"(?P<name>)(?P<codes>{_CODE}(?:[、,和或及以]{{1,2}}{_CODE}){{0,20}})(?:[一-十]个(?:大类|中类|小类|门类))?"
)
_SCALE = (
    r"(?:规模以上|规上)(?P<{0}>工业|服务业)?(?:法人)?(?:企业|单位)?(?:的?统计|名录|联网直报)*(?:名录)?(?:平台|数据库|库|名单|范围|行列)?"
    r"|(?:限额以上|限上(?!年|一年|述))(?P<{1}>商贸(?:业|流通业?)?|批发零售|批零住餐|批零|住宿餐饮|住餐|批发|零售|商业|贸易)?(?:业)?(?:企业|单位)?(?:的?统计|名录|联网直报)*(?:名录)?(?:平台|数据库|库|名单|范围|行列)?"
)
_KEEP = "个体|合作社|失信|经营异常|发生|上年|当年|营业|企业类型"
_BAD = (
    r"(?:被|在|上了|有过?)?(?:法院|人民法院|主管机关|有关部门)?(?:(?P<dishonest>失信被执行人|严重违法失信|严重失信|失信联合惩戒|违法失信|失信主体|失信企业|失信名单|失信黑名单|失信记录)"
    r"|(?P<abnormal>(?:企业)?经营异常))(?:企业|主体|人|当事人|行为)*(?:名单|名录|记录|信息|对象|状态)*(?:\([^()]{0,12}\))?(?:之?内)?"
)
_ACCIDENT = re.compile(
    r"(?:(?:近|最近|上|前)(?:一|1)(?:个)?年(?:度)?|近12个月|上年度|一年)?(?:以来|来)?(?:内)?(?:均)?(?P<no>未曾?|没有|无|不得|不存在)?(?:有)?(?:发生)?(?:过)?(?:的)?"
    r"较大(?:及|或|及其|和|级及)?(?:其)?以上(?:\(含较大\))?(?:等级|级别)?(?:的)?(?:生产)?(?:安全|环保|环境)(?:生产)?(?:责任)?(?:事故)?"
    r"(?:(?:、|或者?|和|及|以及|与)(?:者)?(?:较大(?:及|或)?以上)?(?:突发|重大)?(?:生态)?(?:环境保护|环境污染|环保|环境|污染|安全生产|生产安全|安全)(?:责任|违法)?(?:事故|事件)?)?(?:的)?(?:责任)?(?:事故|事件)?"
)


def _term(found: re.Match[str]) -> object:
    return found.group()


def _codes(found: re.Match[str]) -> object:
    inside = re.compile(_CODE).finditer(found.string, found.start("codes"), found.end("codes") + 1)
    read = [re.sub(r"[大中小门]?类$", "", one.group()) for one in inside]
    return tuple(dict.fromkeys(read))


def _scale_name(found: re.Match[str], text: str) -> str | None:
    kind = found["kind"] or ""
    if "限" in text[:8] and ("限额以上" in text or "限上" in text):
        return "限上商贸企业"
    return {"工业": "规上工业企业", "服务业": "规上服务业企业"}.get(kind)


def _named(found: re.Match[str]) -> object:
    names = names_of(found)
    return ("both", *names) if names and found["both"] and len(names) > 1 else names


def _first(found: re.Match[str]) -> object:
    return _scale_name(found, found.group().replace("首次", "").lstrip("当年度上本被新"))


def _scale(found: re.Match[str]) -> object:
    return _scale_name(found, re.sub(r"^(?:已|被|依法|仍|纳入|进入|列入)+", "", found.group()))


def _bad(found: re.Match[str]) -> object:
    return "dishonest" if found["dishonest"] else "abnormal_listing"


def _day(found: re.Match[str]) -> object:
    return day(found["day"])


def _fixed(value: object) -> Maker:
    return lambda _: value


def _op(text: str) -> Maker:
    return _fixed(text)


def _each(found: re.Match[str]) -> object:
    size = found["size"] or "1"
    return (found["unit"], size in ("1", "一", "1万", "一万", "万"), found["verb"] or "")


_ENTER = r"(?:(?:被|已)?(?:纳入|进入|列入|升为|成为|转为|达到|认定为|入|升级为|升规为|培育为|晋升为))"
_WHEN = r"(?:上年度|上一年度|当年度|本年度|当年|年度|年内|上年)?"
_RULES: tuple[Rule, ...] = (
    ("p", re.compile(r"[。!?]+|\n+"), _fixed(None)),
    ("c", re.compile(r"\([一二三四五六七八九十0-9]{1,3}\)|(?<=[:;。\n,])[0-9]{1,2}[.、](?![0-9])"), _fixed(None)),
    ("g", re.compile("[“”‘’《》]|\\((?:不?含税|不含增值税|下同|以下简称[^()]{1,30}|以下统称[^()]{1,30})\\)"), _fixed(None)),
    ("g", re.compile("既(?:是|为|属于)?"), _fixed(None)),
    ("Q", re.compile("(?:市级(?P<city>)|省级)(?:及|或)?以上(?:的)?企业技术中心"), lambda found: ("国家级企业技术中心", "省级企业技术中心", *(("市级企业技术中心",) if found["city"] is not None else ()))),
    ("L", re.compile("(?:已|成功)?(?:在)?境内外(?:证券交易所|资本市场|交易所)?(?:首次公开发行)?(?:股票)?上市|境内(?:或者?|、|和|及)(?:者)?境外(?:证券交易所|资本市场|交易所)?上市|已上市|上市公司"), _fixed(("境内上市", "境外上市"))),
    ("L", re.compile("(?:已|成功)?(?:在)?(?:境内)?(?:(?:沪深|上海|深圳|北京)?(?:证券交易所|交易所)|主板|科创板|创业板|北交所|、|或者?|和|及){1,12}(?:首发)?上市"), _fixed("境内上市")),
    ("f", re.compile("(?:其|该|该项|这笔)?(?:实际)?(?:投资|投入|购置|贷款|销售)(?:总?额|金额|费用)|(?:其|该)(?:总额|金额)"), lambda found: found.group()),
    ("g", re.compile("(?<![0-9元%人名件场次年)项])以上(?:企业|单位|主体|对象)"), _fixed(None)),
    ("g", re.compile(f"除{REFERENCE_ONE}(?:、{REFERENCE_ONE})*(?:所列|规定)(?:情形|企业|行业)?(?:的?以)?外|(?<=[。;\\n])[一-龥]{{0,6}}(?:底线|要求|对象|标准|范围|方式|情形)(?=:)"), _fixed(None)),
    ("g", re.compile("[两二三四五]地(?=登记|注册)"), _fixed(None)),
    ("Q", re.compile("限额以上的?(?=[一-龥、]{2,30}\\([FH][0-9])"), _fixed("限上商贸企业")),
    ("Q", re.compile("规模以上的?(?=[一-龥、]{2,30}\\([BCD][0-9])"), _fixed("规上工业企业")),
    ("Q", re.compile("规模以上的?(?=[一-龥、]{2,30}\\([GI-S][0-9])"), _fixed("规上服务业企业")),
    ("g", re.compile("(?:一个?|1)年(?:度)?之?内(?=不超|最|累计|补|奖|以|至|封|合计)"), _fixed("per")),
    ("g", re.compile("以[一-龥]{2,12}(?:计算|核算|计)(?:补助|补贴|奖励)?(?=[,，])"), _fixed(None)),
    ("m", re.compile("(?:补助|奖励|补贴|贴息|资助|奖补|发放)?(?:金额|总额|数额|额度|额)?(?:控制在|限定在|限制在)|(?:补助|奖励|补贴|贴息|资助|奖补|领取|总额|累计|全年|每年)(?:金额|总额|数额|额度|额|奖励)?(?:不超出?|不大于|不高于|不得高于|不得突破|最多|至多)"), _fixed("<=")),
    ("g", re.compile("自(?=[0-9])|期间|之间"), _fixed(None)),
    ("v", re.compile("分档|分级|分段|分类"), _fixed("tiers")),
    ("L", re.compile("(?:尚)?未上市(?:、|,|且|和|也)*(?:尚)?未?(?:在新三板)?挂牌(?:、|,|且|和|也|或者?)*(?:尚)?(?:未|没有)?(?:进行|进入|完成|办理)?(?:上市)?辅导(?:备案)?"), _fixed("无")),
    ("s", re.compile(";"), _fixed(None)),
    ("c", re.compile("[,:]"), _fixed(None)),
    ("l", re.compile("、"), _fixed(None)),
    ("o", re.compile("或者?是?|抑或"), _fixed(None)),
    ("a", re.compile("并且|而且|且同时|且|并|同时(?:具有|具备|获得|拥有|为|是|属于)?|又(?:是|为|属于)?"), _fixed(None)),
    ("w", re.compile("分别(?:按照?)?|依次|对应|相应"), _fixed(None)),
    ("j", re.compile("[两二三四]类之一|[两二三四]者(?:之一|居其一(?:即可)?)|(?:其中|条件|情形|称号|资质|资格)?(?:之一|任意?一项|任意?一个|任一)(?:条件|情形|称号|资质|资格)?"), _fixed(None)),
    ("l", re.compile("(?:以及|和|及|与)"), _fixed("和")),
    ("d", re.compile("的|者(?!、)|之(?=[一-龥])(?!一|后|前|间|内|外|日|列|中|际)"), _fixed(None)),
    ("t", re.compile("(?:至|到|-|~)"), _fixed(None)),
    ("h", re.compile("(?:新)?(?:招用|招收|招聘|吸纳|录用|参加)"), _fixed("")),
    ("b", re.compile("按照?(?:其|企业|该项?|不超过)?|依(?:照|据|其)?|按照?标准"), _fixed(None)),
    ("I", re.compile(r"\((?:均?含(?:本数)?|均包?含本数|包含本数|含本数|含当日|含[^()]{0,6}[0-9一二三四五六七八九十][^()]{0,8}|含本级)\)|\(均?含\)"), _fixed(None)),
    ("R", re.compile(r"\(含[^(),]{1,12},不含[^(),]{1,12}\)"), _fixed(None)),
    ("E", re.compile(r"\((?:均?不含(?:本数)?|不包?含本数|不含[^()]{0,6}[0-9][^()]{0,8})\)"), _fixed(None)),
    ("I", re.compile(r"\((?:均?含本数|含)\)(?=以[上下内])|(?:均?含本数)"), _fixed(None)),
    ("P", re.compile("不低于|不少于|不小于|大于等于|大于或等于|至少|≥|>=|达到(?:或超过)?|达(?=[0-9一二三四五六七八九十百])|突破|跨过|跃过|跃上|迈上|跨上|站上|满(?=[0-9一二三四五六七八九十百])|超过或等于|高于或等于|不得低于|不得少于|在"), _op(">=")),
    ("P", re.compile("至多|至高|不超出|不超(?!过|出)|不超过|不高于|不多于|不大于|小于等于|小于或等于|未超过|≤|<=|不得超过|不得高于|控制在|最多|不得突破|不突破"), _op("<=")),
    ("P", re.compile("超过|高于|大于|多于|超出|>|超"), _op(">")),
    ("P", re.compile("低于|少于|小于|不足|不到|不满|未满|未达到?|不达|<"), _op("<")),
    ("S", re.compile("(?:及其?|或)?以上|及其以上|起(?:奖|补|算)?(?=[,;])|或者?[0-9一二三四五六七八九十百千万亿.]{1,8}(?:美元|元|人|件|场|家|名|%)?(?:以上|更多)"), _op(">=")),
    ("S", re.compile("(?:及其?|或)?以下|(?:及其?)?以内|之内"), _op("<=")),
    ("G", re.compile("正增长|为正(?:数|值)?"), _op("+")),
    ("G", re.compile("为负(?:数|值)?"), _op("-")),
    ("G", re.compile("为零或(?:者)?为?正|非负|不为负|不出现负增长|不下降|不减少|零增长以上|未下降|不低于上年(?:度|同期)?"), _op("0")),
    ("G", re.compile("(?:同比)?(?:下降|负增长|下滑)"), _op("-")),
    ("Y", re.compile("新?(?:注册|登记)?(?:成立|设立)(?:时间|年限|日期)?|注册(?:登记)?(?:时间|年限|满)"), _fixed(None)),
    ("Y", re.compile("(?:近|最近)(?P<n>[一二两三四五六七八九十0-9]{1,2})年(?:以?内|来)?(?:新)?(?:注册)?(?:成立|设立|登记|注册)(?:登记)?"), lambda found: found["n"]),
    ("K", re.compile(f"(?P<day>{DAY})"), _day),
    ("v", re.compile(r"在[^,。;()]{0,16}?(?:的?基础上|之外|以外)(?:的)?"), _fixed(None)),
    ("=", re.compile("(?:按照?|参照|享受|给予)?(?:前述|上述|前款|同等|相同|同样)(?:标准|额度|比例|奖励|金额)+(?:执行|奖励|给予|享受|补助|标准)+(?:奖励|补助)?"), _fixed(None)),
    ("g", re.compile("除[^,。;()]{2,14}(?:奖励|补助|补贴|政策|资金|奖补)(?:之)?外"), _fixed(None)),
    ("g", re.compile("(?:上述|以上|各类)?(?:企业|公司)(?:、|和|及|以及|或者?|与)(?:农民专业合作社(?:、|和|及|以及))?个体工商户|个体工商户(?:、|和|及|以及)?由?个体工商户(?:转型升级|转型|升级)(?:的|为|而来的?)?企业|个体工商户(?:、|和|及|以及)(?:农民专业合作社(?:、|和|及|以及))?企业|(?:企业、)?个体工商户(?:、|和)农民专业合作社(?:等)?(?:各类)?(?:经营|市场)?主体?"), _fixed(None)),
    ("g", re.compile("购置[一-龥、]{2,12}(?:设备|装备|机械|生产线)(?=,)|结合[一-龥]{2,12}实际|尚未移出|未移出|尚未修复|未修复|经主管机关|经人民法院|名列|列名于|登记地:|行业:|信用:|行业为|(?:提出|给予|实施|采取|制定)(?:以下|如下|下列)[一-龥]{2,8}|(?:一|1)年(?=最[多高]|累计|内)|的[一-龥]{2,8}(?:工作|活动|行为)(?=,)|[一-龥]{0,14}按照?(?:下表|表列|以下标准|下列标准)(?:所列)?(?:规定|金额|标准)*(?:执行|给予|计发|发放)?|(?:以下|下列)(?:资质|称号|荣誉|资格|标准|比例|金额|档次|规模)(?:之一)?"), _fixed(None)),
    ("g", re.compile(f"按照?{REFERENCE_ONE}(?:规定|标准)?(?:执行|办理)"), _fixed(None)),
    ("i", re.compile("介于"), _fixed(None)),
    ("g", re.compile("(?:购置)?[一-龥、]{2,20}?等(?=设备投资)"), _fixed(None)),
    ("x", re.compile("由?个体工商户(?:转型|升级|转)(?:升级)?(?:而来|为企业|成为)?"), _fixed(None)),
    ("g", re.compile("(?:开展|从事)[一-龥、]{2,20}业务"), _fixed(None)),
    ("u", re.compile("(?:的)?(?:工业企业|工业)"), _fixed("规上工业企业")),
    ("u", re.compile("商贸(?:流通)?(?:业)?企业|住餐(?:业)?企业|批零(?:业)?企业|商贸"), _fixed("限上商贸企业")),
    ("u", re.compile("(?:上述|前述|该|以上)(?:[两三四五]个|各)?(?:行业|领域|产业)"), _fixed("上述")),
    ("c", re.compile("-{2,}"), _fixed(None)),
    ("u", re.compile("服务业企业"), _fixed("规上服务业企业")),
    ("V", re.compile("及?(?:之后|以后|以来|后|起)"), _op(">=")),
    ("V", re.compile("及?(?:之前|以前|前)"), _op("<=")),
    ("n", re.compile("不属于|不存在|不得存在|不得处于|不得(?:被)?|不处于|不在|未曾|尚未|没有|未能|未|无|非|不是|不"), _fixed(None)),
    ("h", re.compile("握有|拥有|持有|具有|具备|有|存在|发生"), _fixed("")),
    ("X", re.compile(
        "(?:一律|均|都)?(?:不得|不予|不再|不能|不可|不)(?:给予|予以)?(?:享受|申报|申请|申领|参与申报|支持|扶持|奖励|奖补|补助|补贴|资助|纳入(?:支持|奖补|扶持|补助|奖励|补贴)?(?:对象|范围)|列入支持范围|适用|贴息|兑现|受理|办理|安排)"
        f"(?:(?!{_KEEP})[^,。;:、()的者]){{0,14}}(?:范围)?"
        "|除外|退出[^,。;]{0,8}(?:范围|对象|名单)|不纳入(?:(?![失异严规])[^,。;的]){0,10}|取消(?:(?!奖)[^,。;]){0,8}资格|停止(?:资助|扶持|支持|奖励|兑现|享受)|取消(?:其)?(?:奖励|补助|资助|享受)|亦同|概不[^,。;]{0,8}|不属于(?:本[一-龥]{2})?(?:支持|扶持|奖补|补助|奖励)(?:范围|对象)|不给予(?:(?!个体)[^,。;0-9]){0,12}|不适用(?=$|[,。;:、的])|不支持了?|不(?:列入|纳入)(?:(?![失异严])[^,。;]){0,8}(?:范围|对象)|不在(?:(?![失异严])[^,。;]){0,10}(?:之列|范围之?内?|此列)"), _fixed(None)),
    ("X", re.compile("不得?(?:存在|有|具有|出现)(?:下列|以下)[^,。;:]{0,8}"), _fixed("forward")),
    ("X", re.compile("(?:以外|之外)的?(?=企业|单位|主体|经营|行业|,)"), _fixed("near")),
    ("g", re.compile("除(?=[^,。;]{2,60}(?:以外|之外)的?(?:企业|单位|主体|经营|,))"), _fixed(None)),
    ("g", re.compile("(?:新|首次)(?=获评|获得|被?认定|评定|评为|取得|荣获|入选)|(?:新|首次)(?:获)?(?:认定|评定|获评|入选)(?:为|的)?"), _fixed(None)),
    ("g", re.compile(r"\((?:适用|支持|排除|限制|除外|申报|基本|禁止|负面)[一-龥]{2,4}\)|(?:以下|下列)(?:情形|情况|行为)(?:之一)?|[二两三四五六七](?:项|个|条)(?:基本)?(?:要求|条件)"), _fixed(None)),
    ("c", re.compile("(?<=[:;。,\n])[一二三四五六七](?:是|、)"), _fixed(None)),
    ("X", re.compile("不包括在内|不包含在内|不在其内|不作为(?:支持|扶持|奖励|奖补|补助)?(?:对象|范围)|不在此列|不纳入|不列入(?:支持|扶持)(?:对象|范围)|排除在外"), _fixed(None)),
    ("B", re.compile(_BAD), _bad),
    ("A", _ACCIDENT, lambda found: "no" if found["no"] else "yes"),
    ("Q", re.compile(rf"(?:已|仍)?{_ENTER}(?:{_SCALE.format('kind', 'trade')})"), _scale),
    ("Z", re.compile(rf"{_WHEN}(?:首次|新增?|首次新增?|初次)(?:被)?(?:{_ENTER})(?:{_SCALE.format('kind', 'trade')})"), _first),
    ("Z", re.compile(rf"{_WHEN}(?:首次|新增?|初次)(?:实现)?(?:小升规|升规|上规|入规|上规入统|入统|升规入统|上规入库|升规纳统|纳统)(?:入库|纳统|入统)?"), _fixed(None)),
    ("Z", re.compile(rf"{_WHEN}(?:首次|新增?|初次)(?:实现)?(?:升限|上限|入限|升限纳统|上限入统|上限入库)(?:入库|纳统|入统)?"), _fixed("限上商贸企业")),
    ("C", _INDUSTRY, _codes),
    ("C", _BARE_CODES, _codes),
    ("m", re.compile("(?:最高|最多|至多|至高)(?:奖励|补助|补贴|给予|资助|不超过|额度?|限额|奖补|贴息|不得超过|不高于|可达|额)?(?:为|是|限额)?|(?:补助|奖励|补贴|资助|贴息|奖补)?(?:金额|总额|额度|资金|额)?(?:的)?上限(?:为|是|设定为)?|封顶(?:线)?(?:为)?|限额|限高|以不超过|不得?超过"), _fixed("<=")),
    ("q", re.compile("(?:上不封顶|不封顶|不设(?:置)?(?:奖励|补助|补贴)?(?:上限|封顶|最高限额)|无上限|不限额)"), _fixed(None)),
    ("m", re.compile("(?:为限|为度|为止|为最高|封顶|为上限|为最高限额)"), _fixed("after")),
    ("e", re.compile(
        r"每(?P<verb>(?:新增?)?(?:招用|招收|招聘|吸纳|录用|聘用|参加|参展|拥有|出口|安置))?(?:(?:应届|毕业年度|有效|境内外)?(?:高校毕业生|毕业生|发明专利|展会))?"
        r"(?P<size>[0-9]{1,4}万?|[一二两三五十百]{1,2}万?|万(?=美元))?个?(?P<unit>人次|人|名|位|件|项|场次|场|次|户次|美元|元|台|个)(?:有效)?(?:高校毕业生|毕业生|发明专利|展会|职工|员工)?"
    ), _each),
    ("g", re.compile(r"每(?:家|户|个|一)?(?:企业|单位|家|户|年|年度|主体)(?:每年(?:度)?|年度|全年|累计)?|(?:单个?|同一|每个?|单一|每一|一)(?:家|户|个)?(?:企业|单位|主体|经营主体|项目|户)(?:每年(?:度)?|当?年度?|全年|累计|内|一年|一个年度)*"), _fixed("per")),
)  # fmt: skip


@dataclass(frozen=True)
class Lexer:
    """Reads tokens; ``rules`` are the general ones with those that a document teaches."""

    rules: tuple[Rule, ...]
    title: str = ""
    memo: dict[tuple[str, int, int], tuple[Token, ...]] = field(default_factory=dict, compare=False, repr=False)

    def tokens(self, text: str, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of ``text[start:end]``; together they cover it."""
        known = self.memo.get((text, start, end))
        if known is None:
            pairs = _pairs(text, start, end)
            known = self.memo[text, start, end] = _lent(tuple(self._scan(text, start, end, pairs)))
        return known

    def _scan(self, text: str, start: int, end: int, pairs: Mapping[int, int]) -> Iterator[Token]:
        place, before = start, ""
        while place < end:
            token = self._longest(text, place, end, pairs, before)
            yield token
            place, before = token.end, (before + token.kind)[-3:]

    def _longest(self, text: str, place: int, end: int, pairs: Mapping[int, int], before: str) -> Token:
        best: Token | None = None
        for kind, pattern, make in self.rules:
            found = pattern.match(text, place, end)
            if found is None or found.end() == place or (best is not None and found.end() <= best.end):
                continue
            if (kind == "S" and not before.endswith(("N", "I", "E", "S"))) or (
                kind == "V" and not before.endswith(("K", "I", "E"))
            ):
                continue
            value = make(found)
            if kind in "CKQN" and not value or value is False:
                continue
            best = Token(kind, place, found.end(), value)
        if best is not None:
            return best
        if text[place] == "(" and place in pairs:
            return Token("(", place, pairs[place] + 1, (place + 1, pairs[place]))
        return Token("x", place, place + 1)


def lexer(dictionary: Dictionary) -> Lexer:
    """The lexer for one document."""
    taught: list[Rule] = []
    known = {**words().industries, **dictionary.industries}
    for term, conditions in dictionary.terms.items():
        taught.append(("M", re.compile(re.escape(term)), _fixed(conditions)))
    for term in dictionary.unknown:
        taught.append(("x", re.compile(re.escape(term)), _fixed("term")))
    for name, codes in known.items():
        taught.append(("C", re.compile(rf"{re.escape(name)}(?:行业|领域)?(?!务)"), _fixed(codes)))
    for name, conditions in dictionary.earlier.items():
        spoken = name if name.startswith("第") else f"第{name.partition('、')[0]}条"
        if conditions and ("、" not in name):
            taught.append(
                (
                    "M",
                    re.compile(
                        rf"(?:(?:符合|满足|达到)(?:本[一-龥]{{2}})?{re.escape(spoken)}(?:的|所列|规定|条件|要求|情形)+|{re.escape(spoken)}所列(?:的)?(?:企业|主体|单位|经营主体))"
                    ),
                    _fixed(conditions),
                )
            )
    if dictionary.district:
        taught.append(
            (
                "D",
                re.compile(
                    rf"(?:(?:住所|注册地|登记地|住所地|工商登记)?(?:在|于|位于|为))?(?:我区|本区|区内|本辖区|全区)(?:范围内|内|行政区域内)?{_SEATED}"
                ),
                _fixed((dictionary.district,)),
            )
        )
    title, terms = dictionary.title, {*dictionary.terms, *dictionary.unknown}
    last: Rule = (
        "g",
        re.compile("(?P<word>[一-龥]{2,8}?)(?:工业|类|行业|产业)?(?:企业|经营主体|主体)"),
        lambda found: found["word"] in title and found.group() not in terms,
    )
    return Lexer((*taught, *_listed_rules(), last), title)


_SEATED = r"(?:的?(?:依法)?(?:注册登记|登记注册|注册经营|注册|登记|设立|经营|纳税|纳统|生产经营|行政区域内|行政区域|范围内|辖区内|辖区|区域内|境内(?!外|上市|证券|主板|资本))(?:、|并|且)?)*"


def _listed_rules() -> Iterator[Rule]:
    own = words()
    yield from _RULES
    for pattern, name in own.fields:
        yield "F", pattern, _fixed(name)
    yield "G", own.growth, _fixed("")
    for pattern, name in own.qualifications:
        yield "Q", pattern, _fixed(name)
    yield (
        "Q",
        level_title(),
        lambda found: (known(found.group()) or found.group().replace("(", "（").replace(")", "）"),),
    )
    yield "Q", LISTED, lambda found: names_of(found)
    yield "Q", NAMED, _named
    for pattern, name in own.company_types:
        yield "T", pattern, _fixed(name)
    for pattern, name in own.listed:
        yield "L", pattern, _fixed(name)
    one = own.districts.pattern
    yield (
        "D",
        re.compile(
            rf"(?:(?:依法)?(?:注册地|登记地|注册地址|住所地|住所|经营地|工商注册地)?(?:注册登记|登记注册|注册|登记|设立)?(?:和税收[^,。]{{0,6}})?(?:均)?(?:在|于|位于|为))?(?:{own.city})?(?:{one})(?:(?:、|和|或者?|及)(?:{one})){{0,10}}(?:行政区域|辖区|范围|区域|境)?内?{_SEATED}(?!人民政府|[一-龥]{{0,8}}(?:局|委|办公室|部门|政府|财政|中心|银行))"
        ),
        lambda found: tuple(dict.fromkeys(re.findall(one, found.group()))),
    )
    yield (
        "g",
        re.compile(
            rf"(?:由|经|向)?(?:(?:{own.city})?(?:{one})?|市|区|县)[一-龥]{{0,8}}?(?:局|委员会|人民政府|办公室|管委会)(?=对|、|会同|,|按|依)"
        ),
        _fixed(None),
    )
    yield "N", QUANTITY, quantity
    yield "v", own.award_words, _fixed(None)
    yield "g", own.glue, _fixed(None)


def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Where each bracket closes; those that do not are left out."""
    open_at: list[int] = []
    pairs: dict[int, int] = {}
    for place in range(start, end):
        if text[place] == "(":
            open_at.append(place)
        elif text[place] == ")" and open_at:
            pairs[open_at.pop()] = place
    return pairs


def _lent(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """10、20、30万元 and 500-2000万元: a bare figure takes the unit of the next one in its list."""
    lent = list(tokens)
    for place in range(len(lent) - 3, -1, -1):
        token, joint, after = lent[place], lent[place + 1], lent[place + 2]
        if (
            token.kind == after.kind == "N"
            and joint.kind in "lt"
            and isinstance(token.value, Quantity)
            and token.value.bare
        ):
            lender = after.value
            if isinstance(lender, Quantity) and lender.unit:
                own = token.value
                scale = lender.scale if own.scale == 1 else 1
                value = own.value * (Decimal(scale) if lender.unit in ("元", "美元") else 1)
                unit = "美元" if lender.unit == "美元" else lender.unit
                lent[place] = Token(
                    "N", token.start, token.end, Quantity(value, unit, lender.counted, scale=lender.scale)
                )
    return tuple(lent)


def day_of(token: Token) -> date | None:
    """The day that a token of letter K names."""
    return token.value if isinstance(token.value, date) else None
