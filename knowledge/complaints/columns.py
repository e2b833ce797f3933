"""The register as columns of numbers, made once a version, so that every figure is arithmetic over arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from knowledge.complaints.complaint import KINDS, OUTCOMES, SOURCES, Kind, Source
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.typed import bare
from knowledge.errors import NotFound

Ints = NDArray[np.int64]
Rows = NDArray[np.int64]
_EPOCH = np.datetime64("1970-01-01", "D")
FREQUENT = 10
"""Complaints in the whole register from which on somebody counts as frequent here; it says nothing about why."""


@dataclass(frozen=True)
class Filter:
    """Which complaints are meant; days are both included, ``None`` means any. ``trader`` is an id ``T-…``."""

    kind: Kind | None = None
    source: Source | None = None
    trade: str | None = None
    trader: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Traders:
    """Who is complained about: for each of t traders its id, name, credit code and usual trade, and the trader of each of n rows."""

    of_row: Ints
    ids: tuple[str, ...]
    names: tuple[str, ...]
    codes: tuple[str | None, ...]

    @cached_property
    def sizes(self) -> Ints:
        """Complaints against each trader."""
        return np.bincount(self.of_row, minlength=len(self.ids))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each id."""
        return {name: at for at, name in enumerate(self.ids)}

    def number_of(self, trader: str) -> int:
        """The trader with this id; raises NotFound."""
        try:
            return self.numbers[trader]
        except KeyError as error:
            raise NotFound("台账里没有这个经营者") from error


class Columns:
    """One version of the register in numbers; rows are its rows. Safe to share; each column is made when first asked for."""

    def __init__(self, register: RegisterInForce) -> None:
        self.register = register

    def __len__(self) -> int:
        return len(self.register)

    @cached_property
    def kind(self) -> Ints:
        """Place of each row's kind in ``KINDS``."""
        return self._placed("kind", KINDS)

    @cached_property
    def source(self) -> Ints:
        """Place of each row's source in ``SOURCES``."""
        return self._placed("source", SOURCES)

    @cached_property
    def outcome(self) -> Ints:
        """Place of each row's outcome in ``OUTCOMES``."""
        return self._placed("outcome", OUTCOMES)

    @property
    def day(self) -> NDArray[np.int32]:
        """Days since 1970-01-01."""
        return self.register.days

    @cached_property
    def month(self) -> Ints:
        """Months since 1970-01."""
        return (_EPOCH + self.day).astype("datetime64[M]").astype(np.int64)

    @cached_property
    def trades(self) -> tuple[Ints, tuple[str, ...]]:
        """The trade of each row, and the names of trades; the last, ``""``, is of rows without."""
        codes, names = self.codes("trade")
        return np.where(codes < 0, len(names), codes), (*names, "")

    @cached_property
    def demanded(self) -> Ints:
        """Fen demanded, -1 where nothing is said."""
        return self._fen("demanded")

    @cached_property
    def received(self) -> Ints:
        """Fen that the respondent paid, -1 where nothing is said."""
        return self._fen("received")

    @cached_property
    def person(self) -> Ints | None:
        """The person of each row, ``None`` before linking."""
        return None if self.register.links is None else self.register.links.person.astype(np.int64)

    @cached_property
    def formatted(self) -> NDArray[np.bool_] | None:
        """Whether a row's text is one of a group of near-duplicates, ``None`` before linking."""
        return None if self.register.links is None else np.asarray(self.register.links.text_group >= 0)

    @cached_property
    def frequent(self) -> NDArray[np.bool_] | None:
        """Whether a row is of somebody with ``FREQUENT`` complaints or more, ``None`` before linking."""
        links = self.register.links
        return None if links is None else np.asarray(links.sizes[links.person] >= FREQUENT)

    @cached_property
    def traders(self) -> Traders:
        """Traders by credit code; rows without one go to the code that alone stands beside their name, else to the name."""
        return _traders(self)

    @cached_property
    def usual_trades(self) -> tuple[str | None, ...]:
        """What most complaints against each trader are about, ``None`` where none says."""
        trade, names = self.trades
        said = trade < len(names) - 1
        pairs, counts = np.unique(self.traders.of_row[said] * len(names) + trade[said], return_counts=True)
        order = np.lexsort((-pairs, counts))
        usual = np.full(len(self.traders.ids), len(names) - 1)
        usual[pairs[order] // len(names)] = pairs[order] % len(names)
        return tuple(names[at] or None for at in usual.tolist())

    def codes(self, name: str) -> tuple[Ints, tuple[str, ...]]:
        """A text column as numbers, -1 where nothing is said, and the texts that they mean."""
        encoded = self.register.table[name].combine_chunks().dictionary_encode()
        return np.asarray(pc.fill_null(encoded.indices, -1)).astype(np.int64), tuple(encoded.dictionary.to_pylist())

    @cached_property
    def identifiers(self) -> Mapping[str, tuple[Ints, tuple[str, ...]]]:
        """Phones, addresses and accounts as numbers."""
        return {name: self.codes(name) for name in ("phone", "address", "account")}

    def rows(self, chosen: Filter) -> Rows:
        """The rows that are meant, ascending; raises NotFound for an unknown trader."""
        mask = np.ones(len(self), bool)
        if chosen.kind is not None:
            mask &= self.kind == KINDS.index(chosen.kind)
        if chosen.source is not None:
            mask &= self.source == SOURCES.index(chosen.source)
        if chosen.trade is not None:
            codes, names = self.trades
            mask &= codes == (names.index(chosen.trade) if chosen.trade in names else -1)
        if chosen.trader is not None:
            mask &= self.traders.of_row == self.traders.number_of(chosen.trader)
        if chosen.first is not None:
            mask &= self.day >= _days(chosen.first)
        if chosen.last is not None:
            mask &= self.day <= _days(chosen.last)
        return np.flatnonzero(mask)

    def _placed(self, name: str, order: tuple[str, ...]) -> Ints:
        placed = pc.index_in(self.register.table[name].combine_chunks(), pa.array(order))
        return np.asarray(placed).astype(np.int64)

    def _fen(self, name: str) -> Ints:
        """The lower half of a decimal128(14, 2) is the number of fen: all sums of the register lie below 2^63."""
        column = self.register.table[name].combine_chunks()
        if not len(column):
            return np.empty(0, np.int64)
        halves = np.frombuffer(column.buffers()[1], np.int64)[2 * column.offset : 2 * (column.offset + len(column)) : 2]
        return np.where(column.is_valid().to_numpy(zero_copy_only=False), halves, -1)


def day_of(days: int) -> date:
    """The day that so many days after 1970-01-01 is."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(days))


def _days(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def trader_id(key: str) -> str:
    """The id of a trader by its code or name: the same in every version."""
    return "T-" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _traders(columns: Columns) -> Traders:
    code, codes = columns.codes("respondent_code")
    written, names = columns.codes("respondent")
    name = np.unique([bare(one) for one in names], return_inverse=True)[1][written] if names else written
    code = np.where(code < 0, _code_of_name(name, code, len(names))[name] if len(names) else code, code)
    key = np.where(code >= 0, code, len(codes) + name)
    held, first, of_row = np.unique(key, return_index=True, return_inverse=True)
    own = [codes[each] if each < len(codes) else None for each in held.tolist()]
    shown = [names[each] for each in written[first].tolist()]
    ids = tuple(trader_id(one or f"name:{two}") for one, two in zip(own, shown, strict=True))
    return Traders(of_row.astype(np.int64), ids, tuple(shown), tuple(own))


def _code_of_name(name: Ints, code: Ints, names: int) -> Ints:
    """The code that stands beside a name, -1 for none or several: two shops may have one name."""
    said = code >= 0
    least, most = np.full(names, np.iinfo(np.int64).max), np.full(names, -1, np.int64)
    np.minimum.at(least, name[said], code[said])
    np.maximum.at(most, name[said], code[said])
    return np.where(least == most, most, -1)
