"""失信审核 in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.benefits.credit.schemas import Checked, Listed
from assistant.benefits.ports import CreditLists
from knowledge.portraits.credit_code import is_credit_code


class CreditService:
    """Companies against all lists."""

    def __init__(self, lists: CreditLists) -> None:
        self._lists = lists

    def check(self, codes: Sequence[str]) -> Checked:
        """Look codes up; each is asked once, in the order given."""
        typed = list(dict.fromkeys(code.strip().upper() for code in codes))
        right = [code for code in typed if is_credit_code(code)]
        found = self._lists.listed(right)
        return Checked(
            checked=len(right),
            listed=tuple(
                Listed(credit_code=code, list=found[code].list_name, reason=found[code].reason)
                for code in right
                if code in found
            ),
            invalid=tuple(code for code in typed if not is_credit_code(code)),
            lists=self._lists.names,
        )
