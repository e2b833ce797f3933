"""Addresses as people write them: where (city, district, town) apart from which house and room, as each may be left out.

Two addresses with one street and number lie in different places where both name a city, a district or a town and not the same one: every
city has a 中山路12号.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from knowledge.complaints.identifiers import folded

_PROVINCES: Final = "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆"
_PREFECTURES: Final = (
    "北京|上海|天津|重庆|石家庄|唐山|秦皇岛|邯郸|邢台|保定|张家口|承德|沧州|廊坊|衡水|太原|大同|阳泉|长治|晋城|朔州|晋中|运城|忻州|临汾|吕梁|呼和浩特|包头"
    "|乌海|赤峰|通辽|鄂尔多斯|呼伦贝尔|巴彦淖尔|乌兰察布|沈阳|大连|鞍山|抚顺|本溪|丹东|锦州|营口|阜新|辽阳|盘锦|铁岭|朝阳|葫芦岛|长春|吉林|四平|辽源|通化|白山"
    "|松原|白城|哈尔滨|齐齐哈尔|鸡西|鹤岗|双鸭山|大庆|伊春|佳木斯|七台河|牡丹江|黑河|绥化|南京|无锡|徐州|常州|苏州|南通|连云港|淮安|盐城|扬州|镇江|泰州|宿迁|杭州"
    "|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水|合肥|芜湖|蚌埠|淮南|马鞍山|淮北|铜陵|安庆|黄山|滁州|阜阳|宿州|六安|亳州|池州|宣城|福州|厦门|莆田|三明|泉州"
    "|漳州|南平|龙岩|宁德|南昌|景德镇|萍乡|九江|新余|鹰潭|赣州|吉安|宜春|抚州|上饶|济南|青岛|淄博|枣庄|东营|烟台|潍坊|济宁|泰安|威海|日照|临沂|德州|聊城|滨州|菏泽"
    "|郑州|开封|洛阳|平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|武汉|黄石|十堰|宜昌|襄阳|鄂州|荆门|孝感|荆州|黄冈|咸宁|随州|长沙"
    "|株洲|湘潭|衡阳|邵阳|岳阳|常德|张家界|益阳|郴州|永州|怀化|娄底|广州|韶关|深圳|珠海|汕头|佛山|江门|湛江|茂名|肇庆|惠州|梅州|汕尾|河源|阳江|清远|东莞|中山|潮州"
    "|揭阳|云浮|南宁|柳州|桂林|梧州|北海|防城港|钦州|贵港|玉林|百色|贺州|河池|来宾|崇左|海口|三亚|三沙|儋州|成都|自贡|攀枝花|泸州|德阳|绵阳|广元|遂宁|内江|乐山|南充"
    "|眉山|宜宾|广安|达州|雅安|巴中|资阳|贵阳|六盘水|遵义|安顺|毕节|铜仁|昆明|曲靖|玉溪|保山|昭通|丽江|普洱|临沧|拉萨|日喀则|昌都|林芝|山南|那曲|西安|铜川|宝鸡|咸阳"
    "|渭南|延安|汉中|榆林|安康|商洛|兰州|嘉峪关|金昌|白银|天水|武威|张掖|平凉|酒泉|庆阳|定西|陇南|西宁|海东|银川|石嘴山|吴忠|固原|中卫|乌鲁木齐|克拉玛依|吐鲁番|哈密"
)
"""Cities that stand over districts. Every other city (石狮市) is a district's equal."""
_NEAR: Final = "鲤城|丰泽|洛江|泉港|石狮|晋江|南安|惠安|安溪|永春|德化"
"""Districts of 泉州, which its people write without 区, 县, 市."""
_NO_STREET: Final = "(?![东南西北中]{0,2}(?:路|街(?!道)|大街|大道|道|巷|里|弄))(?=[㐀-鿿]{2})"
_PROVINCE: Final = re.compile(
    rf"(?:中国)?(?:(?:{_PROVINCES})省|(?:内蒙古|广西|西藏|宁夏|新疆)[㐀-鿿]{{0,4}}?自治区|(?:{_PROVINCES}){_NO_STREET})"
)
_CITY: Final = re.compile(
    rf"(?P<city>{_PREFECTURES})(?:市|{_NO_STREET})|(?P<wide>[㐀-鿿]{{2,9}}?)(?:自治州|地区|盟)(?=[㐀-鿿]{{2}})"
)
_STEM: Final = "(?:(?![路巷村号弄])[㐀-鿿]){2,6}?"
_DISTRICT: Final = re.compile(
    rf"(?P<near>{_NEAR})(?:[区县市]|{_NO_STREET})|(?P<stem>{_STEM})(?<![小社街校厂园矿新])(?<!开发|高新|工业|投资)(?:自治县|自治旗|[市区县旗])(?=[㐀-鿿]{{2}})"
)
_ZONE: Final = re.compile(rf"{_STEM}(?:开发区|高新区|工业区|投资区|园区)(?=[㐀-鿿]{{2}})")
_TOWN: Final = re.compile(rf"(?P<stem>{_STEM})(?:镇|乡|街道)(?=[㐀-鿿]{{2}})")
_ASIDE: Final = re.compile(r"[(\[](.*?)(?:[)\]]|$)")
_DASHES: Final = re.compile(r"[-‐‑‒–—―_/~]+")
_ALONE: Final = re.compile(r"(?<![0-9a-z])-|-(?![0-9a-z])")
_FLAT: Final = re.compile(r"(\d{1,3})(?:栋|-)(?:(\d{1,2})(?:u|-))?(\d{3,4})(?:室|房|户)?$")
_BUILDING: Final = re.compile(r"号楼|栋|幢|座|#楼|号院|#(?=\d)")
_UNIT: Final = re.compile(r"(\d+|[a-z])单元")
_ROOM: Final = re.compile(r"(?<![-\d])(\d{2,5})(室|房|户)?$")
_CHINESE_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_BETWEEN: Final = re.compile(r"(?<=[㐀-鿿])第(?=\d)")
_LEAST: Final = 3


class Place(NamedTuple):
    """An address: ``whole`` as far as it was written, ``house`` without the room (``None`` where no number was written), ``room``;
    ``city``, ``district`` and ``town`` where they are named."""

    whole: str | None = None
    house: str | None = None
    room: str | None = None
    city: str | None = None
    district: str | None = None
    town: str | None = None


def address(text: str) -> Place:
    """An address with its house and room told apart, and where it lies."""
    plain = folded(text)
    region, plain = _lies(_ASIDE.sub("", plain))
    for aside in _ASIDE.findall(folded(text)):
        # 样例路12号(鲤城区样板街道): what stands in brackets says where, not which house
        beside, _ = _lies(f"{aside}之内")
        region = [one or other for one, other in zip(region, beside, strict=True)]
    place = _house(plain)
    return place._replace(city=region[0], district=region[1], town=region[2]) if place.whole else Place()


def _lies(plain: str) -> tuple[list[str | None], str]:
    """City, district and town at the beginning of an address, and what follows them."""
    if found := _PROVINCE.match(plain):
        plain = plain[found.end() :]
    region: list[str | None] = []
    for level in (_CITY, _DISTRICT, _TOWN):
        if level is not _CITY and (found := _ZONE.match(plain)):
            plain = plain[found.end() :]
        found = level.match(plain)
        region.append(next((stem for stem in found.groups() if stem), None) if found else None)
        plain = plain[found.end() :] if found else plain
    return region, plain


def _house(plain: str) -> Place:
    plain = _DASHES.sub("-", plain.translate(_CHINESE_DIGITS))
    plain = _BETWEEN.sub("", _UNIT.sub(r"\1u", _BUILDING.sub("栋", plain)))
    plain = _ALONE.sub("", re.sub(r"[^㐀-鿿a-z0-9-]", "", plain))
    plain = _FLAT.sub(lambda part: f"{part[1]}栋{part[2] + 'u' if part[2] else ''}{part[3]}", plain)
    if len(plain) < _LEAST:
        return Place()
    found = _ROOM.search(plain)
    room = found.group(1) if found else None
    house = plain[: found.start()] if found else plain
    if not re.search(r"\d|栋", house):
        return Place(plain, plain if room else None, None)
    return Place(house + (room or ""), house, room)
