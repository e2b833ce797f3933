"""Which complaint of the register a row is: by its number where that can be one, by what the row says where it is a line number.

A number may be taken by somebody else's complaint: then nothing is overwritten. The row is set apart for a person to look at; of a court
list it becomes a lawsuit of its own, for one case may have many plaintiffs and defendants.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.complaints.columns import LABELS
from ingest.complaints.sameness import Said, contradiction, hides, may_be_one_phone
from ingest.tabular.quarantine import Remark
from knowledge.complaints.identifiers import NameKind, folded, read_name

_RUNNING: Final = re.compile(r"(?:第|NO\.?|#)?0*\d{1,6}(?:号|[.、])?")
"""Less than seven digits count the lines of a list, or the year's papers of a desk; they begin at 1 again in the next one."""
_MADE: Final = "AUTO"
_LINE_NUMBER: Final = "编号像是序号（不到 7 位数字），这一行又没有同时写明投诉人和内容，认不出是哪一件"


class Placed(NamedTuple):
    """What became of a row: whether it ``replaces`` the complaint of its number, or a ``remark`` why it is not taken."""

    replaces: bool = False
    remark: Remark | None = None


class Numbers:
    """The numbers of one source, those of the register and those of the rows that came before in the same list."""

    def __init__(self, held: pa.Table, source: str, short: bool = False, correct: bool = False) -> None:
        """``short``: short numbers are unique in this system, too (a mapping file says so); ``correct``: a row that contradicts the complaint
        of its number corrects it (whoever imports vouches for that)."""
        self._source, self._short, self._correct, self._made = source, short, correct, 0
        rows = np.flatnonzero(pc.equal(held["source"], source).to_numpy())
        self._table = held.select(["number", *Said._fields]).take(pa.array(rows)).combine_chunks()
        self._rows = {number: row for row, number in enumerate(self._table["number"].to_pylist())}
        self._new: dict[str, Said] = {}

    @property
    def told(self) -> tuple[str, ...]:
        """What is to be said of numbers that were not used."""
        made = f"{self._made} 行的编号只是序号，没有采用；这些行按登记日期、投诉人、被投诉单位和内容认定是哪一件"
        return (made,) if self._made else ()

    def place(self, values: dict[str, Any]) -> Placed:
        """Give a good row the number of its complaint, and take from it what hides what the register has."""
        number, said = str(values["number"]), Said.of(values)
        running = not self._short and _RUNNING.fullmatch(number) is not None
        if running:
            made = _made(self._source, values)
            if made is None:
                return Placed(remark=Remark("rejected", LABELS["number"], _LINE_NUMBER))
            number = made
        elif self._source == "court":
            number = self._lawsuit(number, said)
        replaces = False
        if earlier := self._earlier(number):
            differing = contradiction(earlier, said)
            if running and not may_be_one_phone(earlier.phone, said.phone):
                differing = "、".join(filter(None, (differing, LABELS["phone"])))
            replaces = bool(differing) and self._correct and not running
            if differing and not replaces:
                why = f"这个编号已经有一件，{differing}和它不同，恐怕是另一件；原来那一件没有改动（确实是更正的，请单独用 --correct 导入）"
                return Placed(remark=Remark("rejected", LABELS["number"], why))
            if not replaces and said != earlier:
                values.update(dict.fromkeys(hides(said, earlier)))
                said = Said.of(values).after(earlier)
        self._new[number] = said
        self._made += running
        values["number"] = number
        return Placed(replaces)

    def _lawsuit(self, number: str, said: Said) -> str:
        """The case number, or with a mark behind it the lawsuit of a further plaintiff, or against a further defendant."""
        own = f"{number}-{_digest(said.name or '', said.respondent)[:8]}"
        if self._earlier(own):
            return own
        first = self._earlier(number)
        return own if first and contradiction(first, said._replace(received_on=first.received_on)) else number

    def _earlier(self, number: str) -> Said | None:
        if number in self._new:
            return self._new[number]
        row = self._rows.get(number)
        return None if row is None else Said.of({name: self._table[name][row].as_py() for name in Said._fields})


def _made(source: str, values: dict[str, Any]) -> str | None:
    """A number from what a row says, the same whenever it comes again; ``None`` where it says too little to be known by."""
    named = read_name(values.get("name")).kind is not NameKind.NONE
    who = values.get("name") if named else values.get("id_number") or values.get("phone")
    day, text = values["received_on"], values.get("text")
    if not who or not text:
        return None
    assert isinstance(day, date)
    return f"{_MADE}-{day:%Y%m%d}-{_digest(source, day.isoformat(), who, values['respondent'], text)[:12]}"


def _digest(*said: str) -> str:
    """Of words as they are compared, whatever their width, case and blanks."""
    return hashlib.sha256("\x1f".join(map(_word, said)).encode()).hexdigest().upper()


def _word(text: str) -> str:
    return "".join(folded(text[at : at + 400]) for at in range(0, len(text), 400))
