"""Complaints without a name, put to the one person who is known by what they give.

In many lists a third of the complaints carry no name. A phone, an account, an address or an id number in such a complaint points to
somebody where named complaints of one person give the same: of a person with many complaints (a stranger's complaint is ever less likely
to be the next, the more there are), or of the only one in the whole register to give it. That is not a bare shared phone: whose it is was
settled by complaints that agree in more. What several give about equally often points to nobody, and never is more than half of a
person's complaints put there in this way. A complaint that tells only the surname (陈女士) is put in the same way, where nobody else
of that surname gives the value and no title contradicts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ingest.claimants.blocks import together
from ingest.claimants.features import codes
from knowledge.complaints.identifiers import Sex

ESTABLISHED = 6
"""Complaints from which a person is known well enough for others to give the same phone now and then."""
_LEAST_SIZE = 3
LEAST = {"id_number": 2, "account_key": 2, "phone_key": 2, "address_key": 3}
_ONE_SEX = 0.8
"""Share of titles of one sex from which the others are slips; under it nobody knows which complaint is whose."""
_MOSTLY = 0.6
"""Share of the named complaints with this value that are the established person's."""
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Pointer:
    """What may point to a person: its ``code`` (n, -1 none), whether a surname has to be told and agree (a masked phone), and how many
    complaints of the only one to give it must do so (an address is a household's)."""

    code: NDArray[np.int32]
    surname: bool = False
    least: int = 2


class Pointers:
    """What each complaint of a table gives, in the order in which it is trusted."""

    def __init__(self, table: pa.Table) -> None:
        self.named = np.asarray(table["name"].is_valid())
        self.surname, self.sex = codes(table["surname"]), _sexes(table)
        values = {column: codes(table[column]) for column in LEAST}
        # a house without the name of its city or district stands in many of them
        values["address_key"] = together([values["address_key"], codes(pc.coalesce(table["district"], table["city"]))])
        # an address is a household's: who gives a phone of his own is known by that
        values["address_key"][~self.named & np.asarray(table["phone_tail"].is_valid())] = -1
        whole = [Pointer(values[column], least=LEAST[column]) for column in LEAST]
        ends = together([codes(table["phone_head"]), codes(table["phone_tail"])])
        self.all = (*whole, Pointer(ends, surname=True))

    def owners(self, group: Ints, firm: Ints) -> Ints:
        """For each row of a nameless group the named group to which that points, else -1. ``firm``: sizes of groups."""
        owner = np.full(len(group), -1)
        torn = np.zeros(len(group), bool)
        for pointer in self.all:
            found = self._pointed(pointer, group, firm)
            torn |= (owner >= 0) & (found >= 0) & (owner != found)
            owner = np.where(owner < 0, found, owner)
        owner[torn | self.named] = -1
        return _agreed(self._of_one_sex(owner, group), group, self.named)

    def _of_one_sex(self, owner: Ints, group: Ints) -> Ints:
        """Owners, but for rows whose title contradicts the titles of all that is or would be the owner's."""
        width = int(group.max(initial=-1)) + 1
        whose = np.where(owner >= 0, owner, group)
        titles = np.stack([np.bincount(whose[self.sex == sex], minlength=width) for sex in (0, 1)])
        share = titles / np.maximum(titles.sum(axis=0), 1)
        titled = (owner >= 0) & (self.sex >= 0)
        fits = share[np.maximum(self.sex, 0), whose] >= _ONE_SEX
        return np.where(titled & ~fits, -1, owner)

    def _pointed(self, pointer: Pointer, group: Ints, firm: Ints) -> Ints:
        own, size = pointer.code, int(pointer.code.max(initial=-1)) + 2
        held = np.flatnonzero((self.named | (firm[group] >= _LEAST_SIZE)) & (own >= 0))
        width = int(group.max(initial=-1)) + 1
        pairs, first, count = np.unique(
            own[held] * np.int64(width) + group[held], return_index=True, return_counts=True
        )
        value, who = pairs // max(width, 1), pairs % max(width, 1)
        groups, rows = np.bincount(value, minlength=size)[value], np.bincount(own[held], minlength=size)[value]
        named = np.bincount(group[self.named], minlength=width)[who] > 0
        known = (firm[who] >= ESTABLISHED) & (count >= _MOSTLY * rows)
        only = (groups == 1) & (count >= pointer.least) & (firm[who] >= pointer.least)
        points = np.full(size, -1)
        good = (known | only) & named
        points[value[good]] = who[good]
        place = np.where(self.named | (own < 0), size - 1, own)
        found = points[place]
        surnames = self._surnames(group, width)
        rivals = named & (surnames[who] == surnames[points[value]]) & (points[value] >= 0)
        alone = np.bincount(value[rivals], minlength=size)[place] == 1
        fits = (self.surname == surnames[found]) & alone
        return np.where((found >= 0) & np.where(self.surname < 0, not pointer.surname, fits), found, -1)

    def _surnames(self, group: Ints, width: int) -> Ints:
        """The surname that most named complaints of each group have, -1 for none; one more at the end for no group."""
        named = np.flatnonzero(self.named)
        most = int(self.surname.max(initial=0)) + 1
        pairs, count = np.unique(group[named] * np.int64(most) + self.surname[named], return_counts=True)
        found = np.full(width + 1, -1)
        order = np.argsort(count, kind="stable")
        found[pairs[order] // most] = pairs[order] % most
        return found


def _agreed(owner: Ints, group: Ints, named: NDArray[np.bool_]) -> Ints:
    """Groups without a name whose rows point to one owner and to no other; only rows that point themselves are marked."""
    width = int(group.max(initial=-1)) + 1
    most, least = np.full(width, -1), np.full(width, np.iinfo(np.int64).max)
    held = owner >= 0
    np.maximum.at(most, group[held], owner[held])
    np.minimum.at(least, group[held], owner[held])
    one = (most == least) & (np.bincount(group[named], minlength=width) == 0)
    return np.where(one[group], owner, -1)


def _sexes(table: pa.Table) -> Ints:
    """0 and 1 for the two sexes of titles, -1 for none."""
    return np.asarray(pc.fill_null(pc.index_in(table["sex"], pa.array([each.value for each in Sex])), -1), np.int64)
