"""What department editors call the fields of their files; reasons and differences are told in these words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LABELS = {
    "id": "事项编号",
    "name": "事项名称",
    "department": "实施部门",
    "audience": "服务对象",
    "summary": "事项说明",
    "aliases": "别名",
    "conditions": "受理条件",
    "variants": "情形",
    "variants.name": "名称",
    "variants.when": "适用情况",
    "variants.materials": "材料",
    "variants.note": "说明",
    "materials": "申请材料",
    "materials.name": "名称",
    "materials.form": "形式",
    "materials.copies": "份数",
    "materials.required": "是否必要",
    "materials.note": "说明",
    "steps": "办理流程",
    "steps.name": "名称",
    "steps.detail": "内容",
    "statutory_days": "法定时限",
    "promised_days": "承诺时限",
    "fee": "收费",
    "fee.amount": "金额",
    "fee.text": "说明",
    "fee.basis": "依据",
    "places": "办理地点",
    "places.name": "名称",
    "places.address": "地址",
    "places.hours": "时间",
    "places.phone": "电话",
    "online": "网上办理",
    "online.available": "是否开通",
    "online.channels": "渠道",
    "online.note": "说明",
    "visits": "跑动次数",
    "result": "办理结果",
    "legal_basis": "设定依据",
    "faq": "常见问题",
    "faq.q": "问题",
    "faq.a": "回答",
    "related": "相关事项",
    "life_events": "一件事",
    "question": "问法",
    "facet": "问的方面",
    "board": "办理窗口",
    "life_event": "一件事",
}
"""Guides, their questions and the item list."""

TOPIC_LABELS = {
    "name": "话题名称",
    "prompt": "反问的话",
    "choices": "选项",
    "choices.item_id": "事项编号",
    "choices.why": "说明",
    "asks": "问法",
}

POLICY_LABELS = {
    "id": "文件编号",
    "title": "文件名称",
    "issuer": "发文机关",
    "level": "层级",
    "district": "区县",
    "published": "发文日期",
    "valid_from": "施行日期",
    "valid_to": "失效日期",
    "measures": "奖补条款",
    "measures.id": "编号",
    "measures.title": "名称",
    "measures.mode": "兑现方式",
    "measures.article": "条款",
    "measures.conditions": "条件",
    "measures.award": "奖补标准",
    "measures.documents": "申报材料",
    "measures.deadline": "截止日期",
    "measures.exclusive_group": "不重复享受的条款",
    "measures.quotes": "原文出处",
}

Labels = Mapping[str, str]

Path = Sequence[str | int]


def path_text(path: Path) -> str:
    """``materials[2].copies``: where a value stands in the file, counted from 0 as programs do."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def path_label(path: Path, labels: Labels = LABELS) -> str:
    """``申请材料第 3 项的份数``: the same place as an editor counts."""
    label, names = "", []
    for part in path:
        if isinstance(part, int):
            label += f"第 {part + 1} 项"
            continue
        names.append(part)
        word = labels.get(".".join(names), part)
        label += f"的{word}" if label else word
    return label
