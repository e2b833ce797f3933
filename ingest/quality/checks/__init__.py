"""Every check of the report, in the order in which an editor reads them."""

from __future__ import annotations

from ingest.quality.base import Check, of_guides
from ingest.quality.checks import (
    basis,
    duplicates,
    fees,
    files,
    findable,
    fullness,
    limits,
    links,
    policies,
    policy_figures,
    privacy,
    service,
    wording,
)

CHECKS: tuple[Check, ...] = (
    # what did not get in
    Check("file_problem", "资料文件不能用或要核对", files.problems),
    # missing elements
    Check("missing_elements", "缺少指南要素", of_guides(fullness.elements)),
    Check("place_incomplete", "办理地点写得不全", fullness.places),
    Check("material_incomplete", "材料写得不全", of_guides(fullness.materials)),
    Check("few_questions", "常见问题、别名或问法太少", fullness.questions),
    # contradictions within one guide
    Check("fee_text", "收费金额与收费说明矛盾", of_guides(fees.text)),
    Check("fee_elsewhere", "收费金额与常见问题或流程矛盾", of_guides(fees.elsewhere)),
    Check("fee_basis", "收费没有依据", of_guides(fees.basis)),
    Check("limit_order", "承诺时限比法定时限还长", of_guides(limits.order)),
    Check("limit_elsewhere", "时限与常见问题或流程矛盾", of_guides(limits.elsewhere)),
    Check("visits", "跑动次数与网上办理矛盾", of_guides(service.visits)),
    Check("online", "网上办理填得前后不一", of_guides(service.online)),
    Check("copies", "材料份数前后不一", of_guides(service.copies)),
    Check("variant_materials", "情形里的材料不在申请材料里", of_guides(service.variant_materials)),
    # contradictions between records
    Check("same_name", "两份指南同名或别名相撞", duplicates.names),
    Check("same_words", "两份指南的名称用字完全相同", duplicates.same_words),
    Check("same_question", "同一句问法属于两个事项", duplicates.questions),
    Check("fee_of_other", "收费与另一份指南矛盾", fees.of_others),
    Check("policy_figures", "指南与政策文件的金额矛盾", policy_figures.in_guides),
    Check("policy_labels", "政策标签与条款原文矛盾", policy_figures.in_labels),
    Check("policy_dates", "政策有效期与原文矛盾", policy_figures.validity),
    # what is out of date
    Check("policy_expired", "政策文件已失效或即将失效", policies.validity),
    Check("deadline_passed", "奖补条款的申报截止日期已过", policies.deadlines),
    Check("repealed_basis", "依据的法规已经废止", basis.repealed),
    # links
    Check("dead_link", "指向不存在的事项、条款或网址", links.dead),
    # wording
    Check("empty_words", "用套话代替了内容", of_guides(wording.empty_words)),
    Check("phone", "电话号码写法不对", of_guides(wording.phones)),
    Check("personal_data", "公开内容里有个人信息", privacy.personal_data),
    # finding it
    Check("not_found", "用自己的名称或问题也找不到", findable.by_its_own_words),
    Check("questions_not_found", "已有的问法找不到本事项", findable.by_its_questions),
)
