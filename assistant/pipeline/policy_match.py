"""Between the guard and the route: what can this company claim? Asks back which company, where none is named.

Speaks up only where support is asked for and a company is named, or the asker's own company is meant and nothing else is said;
questions about policies in general go on to the search of policy files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from assistant.outcomes import wording
from assistant.pipeline.companies import CompanyPolicies, Named, NamedCompany, told_apart
from assistant.pipeline.context import Turn
from assistant.pipeline.contextualise import chosen_of
from assistant.pipeline.mention import company_in, looks_registered
from assistant.pipeline.patterns import phrases
from assistant.pipeline.policy_status import day
from assistant.pipeline.reply import Citation, MatchCard, OpenPage, Suggestion
from knowledge.portraits.credit_code import is_credit_code

PAGE = "/policies"
TOLD = 3
"""Matches told in words; the rest, and what is just missed, is on the card and the page."""
LONGEST = 200
"""Characters of a question that is read for a company; longer ones tell a story."""
_CODE = re.compile(r"(?<![0-9a-z])[0-9a-z]{18}(?![0-9a-z])")


def run(turn: Turn) -> None:
    """End the turn with what a company can claim, with a question back, or not at all."""
    companies = turn.companies
    if companies is None or turn.given.item_id is not None or len(turn.normalised) > LONGEST:
        return
    chosen = chosen_of(turn.normalised, turn.given.state.companies)
    company = companies.by_code(chosen) if chosen is not None else None
    if company is not None:
        _tell(turn, companies, company)
    else:
        _listen(turn, companies)


def _listen(turn: Turn, companies: CompanyPolicies) -> None:
    """What the words ask, and of whom."""
    asked = phrases("asks_support").search(turn.normalised)
    expected = turn.given.state.awaiting == "company"
    if asked is None and not expected and not _may_name(turn.normalised):
        return
    named = _named(turn.normalised, asked, companies)
    if named.certain is not None:
        _tell(turn, companies, named.certain)
    elif named.alike and (asked is not None or expected):
        _offer(turn, named.alike)
    elif asked is not None and phrases("own_company").fullmatch(turn.normalised):
        _ask_back(turn, "company")
    elif _names_somebody(turn.normalised, asked, expected=expected):
        _not_found(turn)


def _may_name(text: str) -> bool:
    """Is a company's name worth looking for: a registered name alone, or support spoken of and nothing else asked of it?"""
    if looks_registered(text):
        return True
    return bool(phrases("speaks_of_support").search(text)) and not phrases("asks_otherwise").search(text)


def _named(text: str, asked: re.Match[str] | None, companies: CompanyPolicies) -> Named:
    """Who is named: by a credit code, or in what stands before and behind the question."""
    code = _CODE.search(text)
    if code and is_credit_code(code.group().upper()):
        return Named(companies.by_code(code.group().upper()))
    pieces = phrases("words_of_asking").split(text) if asked is None else [text[: asked.start()], text[asked.end() :]]
    return company_in(pieces, companies.named, phrases("general_company"))


def _names_somebody(text: str, asked: re.Match[str] | None, *, expected: bool) -> bool:
    """Is somebody named whom nobody knows? Only where the words end like a registered name, or a name was asked for."""
    if _CODE.search(text) and (asked is not None or expected):
        return True
    before = text if asked is None else text[: asked.start()]
    if asked is None and not expected:
        return False
    return looks_registered(before.strip(" ,，")) or (expected and bool(phrases("like_a_name").fullmatch(text)))


def _tell(turn: Turn, companies: CompanyPolicies, company: NamedCompany) -> None:
    card = companies.card(company.credit_code, turn.given.on)
    turn.outcome, turn.card = "tool", card
    turn.text = wording("tool").format(answer="\n".join(_lines(card, company)))
    turn.citations += _citations(card)
    turn.actions.append(OpenPage(label="查看全部结果，可以下载", url=f"{PAGE}?company={quote(card.credit_code)}"))
    turn.suggestions += [
        Suggestion(text=f"《{row.document_title}》的{row.title}怎么申请？") for row in card.matches[:TOLD]
    ]
    turn.suggestions += _general()


def _lines(card: MatchCard, company: NamedCompany) -> list[str]:
    former = "" if company.matched == company.name else f"（原名{company.matched}）"
    lines = [f"{card.company}{former}，{day(card.on)}：{card.total_text}"]
    lines += [f"• {row.title}：{row.award_text}" for row in card.matches[:TOLD]]
    if card.match_count > TOLD:
        lines.append(f"一共符合 {card.match_count} 项，其余的在下面的卡片和页面里。")
    if card.near_count:
        lines.append(f"还有 {card.near_count} 项差一点就符合，差在哪里也写在卡片里。")
    if card.unknown_count:
        lines.append(f"另有 {card.unknown_count} 项要看没有公开的数据才能判断。")
    return [*lines, "企业和政策都是示例数据，实际以部门审核为准。"]


def _citations(card: MatchCard) -> list[Citation]:
    found = {
        (row.document_id, row.article): Citation(
            title=f"《{row.document_title}》",
            section=row.article,
            source_id=row.document_id,
            url=f"/?policy={quote(row.document_id)}#{row.article}",
        )
        for row in card.matches[:TOLD]
    }
    return list(found.values())


def _offer(turn: Turn, alike: Sequence[NamedCompany]) -> None:
    """Put companies of like name to choice; each chip names its company for certain."""
    turn.end("clarify", "which_company")
    for one, name in zip(alike, told_apart(alike), strict=True):
        clear = name == one.name
        asking = f"{one.name if clear else one.credit_code}能拿什么补贴？"
        turn.suggestions.append(Suggestion(text=asking, hint=(one.district or None) if clear else name))
    turn.awaiting, turn.alike = "company", tuple(one.credit_code for one in alike)


def _ask_back(turn: Turn, variant: str) -> None:
    turn.end("clarify", variant)
    turn.suggestions += _general()
    turn.actions.append(OpenPage(label="打开政策匹配页面", url=PAGE))
    turn.awaiting = "company"


def _not_found(turn: Turn) -> None:
    turn.outcome, turn.text = "tool", wording("tool", "unknown_company")
    turn.suggestions += _general()
    turn.actions.append(OpenPage(label="打开政策匹配页面", url=PAGE))
    turn.awaiting = "company"


def _general() -> list[Suggestion]:
    """What can be asked of policies without naming a company."""
    return [Suggestion(text=text) for text in wording("tool", "beside").splitlines()]
