"""Titles that a policy names (获评…的, 认定为…): known ones under the portrait's name, others in the text's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.labels.vocabulary import words

_BREAK = "的|、|,|。|;|:|或|和|及|以及|且|分别|给予|奖励|补助|[0-9.]+万|[0-9]+元|称号|资格|资质|失信|异常|统计|规模以上|限额以上|规上|限上|在|上年|当年|发明专利|拥有|具有|有效|成立|职工|研发|注册|认定的|企业类型"
_ONE = rf"(?:(?:(?!{_BREAK})[一-龥A-Za-z0-9“”+.-])|\(套\)|\([A-Z]{{1,5}}\)){{2,30}}"
_SUFFIX = "荣誉称号|称号|资格认定|资质认定|资格|资质|认定|荣誉|标识|标志使用权|授权使用|授权|名单|名录|证书|牌匾|奖项"
_AND = "、|以及|和|或者?|及"
_STRONG = "(?:被|获)?(?:认定|评定|评选|命名)为?|(?:被|获)?(?:授予|确定为|评为|授牌为)|获评为?|建成为?|创建为|荣获|获授|入选|获批|新?获得?认定为"
_WEAK = "(?:被|已)?(?:获得|取得|具有|具备|拥有|列入|获|通过|评为)"
NAMED = re.compile(
    rf"(?:已|新|首次)?(?P<both>同时)?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))(?:了|为)?(?P<names>{_ONE}(?:(?:{_SUFFIX})?(?:{_AND}){_ONE}){{0,12}})(?P<suffix>{_SUFFIX})?"
)
LISTED = re.compile(
    rf"(?P<both>)(?P<strong>)(?P<names>{_ONE}(?:(?:{_AND}){_ONE}){{1,12}})(?:[二两三四五六七]类|等)?(?P<suffix>称号|资质|资格)(?!认定)"
)
_NO_NAME = re.compile(
    "^(?:获|既|又|对|新|首次|重新|多|两|各|下列|上述|相应|该|其|企业|扶持|支持|主体)|荣获|获评|对象|获得|取得|具有|具备|拥有|列入|通过|同时|以上|以下|以内|法人|纳税人|经营资格|营业执照|经营许可|信用等级|良好|(?:部门|局|厅|委|委员会|政府|机关)$"
)
_TRIMMED = re.compile(rf"(?:{_SUFFIX})$")


def level_title() -> re.Pattern[str]:
    """国家级智能制造示范工厂, 4A级物流企业: a title by its level, without a verb before it."""
    nouns = "|".join(sorted(map(re.escape, words().title_nouns), key=len, reverse=True))
    stop = "的|、|,|或|和|及|以上|平台|财政|部门|名单|奖励|补助|政策"
    name = rf"(?:{words().levels.pattern})(?:(?!{stop})[一-龥“”A-Z0-9]|\(套\)){{1,18}}(?:{nouns})"
    return re.compile(
        rf"(?:{name}|(?:[1-5一二三四五]A|[一二三四五]星)级[一-龥]{{2,6}}?(?:企业|旅游景区|景区|饭店|酒店|民宿))"
        rf"(?=$|的|、|,|或|和|及|。|;|:|称号|资格|资质|认定|企业|分别|给予|奖励|[0-9(])"
    )


def names_of(found: re.Match[str]) -> tuple[str, ...] | None:
    """The names that :data:`NAMED` found; ``None`` where it is not sure that they are titles."""
    names = tuple(_names(found["names"] + (found["suffix"] or "") * (found["suffix"] == "资质")))
    if not names or any(len(name) < 2 or _NO_NAME.search(name) for name in names):
        return None
    if found["weak"] if "weak" in found.re.groupindex else None:
        return _weakly(names, found)
    sure = found["strong"] is not None or found["suffix"] not in (None, "证书", "牌匾", "奖项")
    sure = sure and found["strong"] != "" or (found["suffix"] is not None and found["strong"] != "")
    if all(known(name) or _is_title(name) or sure for name in names):
        return tuple(known(name) or name for name in names)
    return None


def _weakly(names: tuple[str, ...], found: re.Match[str]) -> tuple[str, ...] | None:
    """通过… and 列入… are said of many things: a title must be known, or be called one."""
    named = found["suffix"] not in (None, "证书", "牌匾", "奖项")
    doubtful = found["weak"].endswith(("通过", "列入", "拥有", "具备")) and found["suffix"] is None
    if all(known(name) or (_is_title(name) and not doubtful) or named for name in names):
        return tuple(known(name) or name for name in names)
    return None


def _names(text: str) -> Iterator[str]:
    for piece in re.split(_AND, text):
        piece = re.sub("[二两三四五六七](?:类|个|项)$|(?:其中)?(?:任意?一项?|之一)$", "", piece)
        name = _TRIMMED.sub("", piece.strip("“”")).strip("“”") or piece
        if name.endswith("级") and piece.endswith("资质"):  # 施工总承包一级 is no name without it
            name = piece
        yield name.replace("(", "（").replace(")", "）")


def _is_title(name: str) -> bool:
    return len(name) >= 4 and name.endswith(words().title_nouns) and name not in words().title_nouns


def known(name: str) -> str | None:
    """The portrait's name for a title as written."""
    for pattern, meaning in words().qualifications:
        if pattern.fullmatch(name):
            return meaning
    return None
