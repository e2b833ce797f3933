"""What a publicity may show of those who are persons rather than companies."""

from __future__ import annotations

from knowledge.portraits.portrait import Portrait

INDIVIDUAL = "个体工商户"
_INDIVIDUAL_CODE = "92"
"""GB 32100: registered by the market regulator (9), an individual business (2)."""


def is_individual(portrait: Portrait) -> bool:
    """Is it a person's own business, whose name and code are personal data?"""
    return individual(portrait.credit_code, portrait.values.get("company_type"))


def individual(credit_code: str, company_type: object) -> bool:
    """Do code or type say so?"""
    return company_type == INDIVIDUAL or credit_code.startswith(_INDIVIDUAL_CODE)


def masked_name(name: str) -> str:
    """``鲤城区张三小吃店`` -> ``鲤城****吃店``: beginning and end, never the person's name in the middle."""
    if len(name) <= 4:
        return name[:1] + "*" * (len(name) - 1)
    return name[:2] + "*" * (len(name) - 4) + name[-2:]


def masked_code(code: str) -> str:
    """First six and last two characters."""
    return code[:6] + "*" * max(0, len(code) - 8) + code[-2:]
