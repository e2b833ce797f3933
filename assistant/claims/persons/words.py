"""Words for kinds, outcomes and proposals, and what of a complaint still runs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from knowledge.complaints.complaint import Kind, Outcome, Source

KINDS: Final[Mapping[Kind, str]] = MappingProxyType({"complaint": "投诉", "report": "举报", "lawsuit": "诉讼"})
SOURCES: Final[Mapping[Source, str]] = MappingProxyType(
    {"12315": "12315 平台", "12345": "12345 热线", "court": "法院", "other": "其他渠道"}
)
OUTCOMES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        "open": "办理中",
        "settled": "调解成功",
        "withdrawn": "已撤回",
        "not_accepted": "不予受理",
        "ended": "终止调解",
        "verified": "举报属实",
        "unfounded": "举报不属实",
        "judged": "已判决",
    }
)
PROPOSALS: Final = MappingProxyType(
    {"none": "没有提示", "review": "提示：请人工看一看", "handover": "提示：请人工考虑移送"}
)
PROPOSAL_NOTE: Final = "提示是系统按规则算出来的，不是结论；是否认定由两位工作人员决定。"

APART: Final = MappingProxyType(
    {
        "complaint": "投诉由调解处理。投诉不予受理或者终止调解，不影响举报继续核查，也不影响起诉。",
        "report": "举报要核查线索是否属实。投诉不予受理或者终止调解，举报照样核查。",
        "lawsuit": "诉讼由法院审理，和投诉、举报分开进行。",
    }
)
"""Why the three are never merged."""

_OPEN: Final = MappingProxyType(
    {
        "complaint": "调解还在进行，只能由工作人员逐件说明理由后决定。",
        "report": "核查还在进行，不因投诉的处理结果而停止。",
        "lawsuit": "诉讼还在进行。",
    }
)
_DONE: Final = MappingProxyType(
    {
        "complaint": "调解已经结束；同一件事的举报和诉讼不受影响。",
        "report": "核查已经有结果。",
        "lawsuit": "已经判决。",
    }
)


def may_run(kind: Kind, outcome: Outcome) -> str:
    """What of a complaint may still go on."""
    return (_OPEN if outcome == "open" else _DONE)[kind]
