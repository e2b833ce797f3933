"""A made register: complaints in the form of ``REGISTER_SCHEMA``, and the truth beside it. Equal arguments make equal tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from eval.claims.channels import Shown, shown
from eval.claims.identity import identities
from eval.claims.matters import DAYS, LAST_DAY
from eval.claims.people import CIRCLES, KINDS, People, draw
from eval.claims.purchases import OUTCOMES, REGISTER_KINDS, SOURCES, Purchases, purchases
from eval.claims.rates import Rates
from eval.claims.texts import texts
from eval.claims.words import TRADES, Ints, Random, Strings, strings
from knowledge.complaints.complaint import REGISTER_SCHEMA

TRUTH_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("number", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("person", pa.int32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("ring", pa.int32(), nullable=False),
        pa.field("circle", pa.int32(), nullable=False),
        pa.field("circle_kind", pa.string(), nullable=False),
        pa.field("matter", pa.int32(), nullable=False),
    ]
)
"""Row for row beside the register. ``ring`` and ``circle`` (who shares a phone or an address) are -1 for none; rows with equal ``matter`` are about one."""


@dataclass(frozen=True)
class Made:
    """A register, the truth of each row, and the people (row ``n`` is the person whose number is ``n``)."""

    register: pa.Table
    truth: pa.Table
    people: People

    @property
    def person(self) -> Ints:
        """The person of each row."""
        return np.asarray(self.truth["person"].to_numpy()).astype(np.int64)


def make(complaints: int, seed: int, rates: Rates) -> Made:
    """A register of exactly so many complaints, in the order of the days on which they came.

    Raises:
        BadInput: the rates leave no room for ordinary people.
    """
    who, what, names, fields, words, last, again, alike = (np.random.default_rng([seed, part]) for part in range(8))
    people = draw(complaints, rates, who)
    person = np.repeat(np.arange(len(people)), people.complaints)
    bought = purchases(people, person, rates, what, again)
    moment = _moments(people, person, bought.day)
    record = shown(people, identities(people, rates, names, alike), person, moment, bought, rates, fields)
    account = strings([one or "" for one in record.account.tolist()])
    text = texts(people, person, bought, account, rates, words)
    order = np.lexsort((last.random(complaints), bought.day))
    register = _register(bought, record, text, order, last)
    return Made(register, _truth(register, people, person[order], bought.matter[order]), people)


def _moments(people: People, person: Ints, day: Ints) -> NDArray[np.float64]:
    """How far along its person's complaints each row lies, from 0 to 1."""
    moment = np.empty(len(person))
    order = np.lexsort((day, person))
    start = np.cumsum(people.complaints) - people.complaints
    moment[order] = (np.arange(len(person)) - start[person]) / np.maximum(people.complaints[person], 1)
    return moment


def _register(bought: Purchases, record: Shown, text: Strings, order: Ints, random: Random) -> pa.Table:
    day = LAST_DAY - np.timedelta64(DAYS - 1, "D") + bought.day
    columns: dict[str, object] = {
        "number": _numbers(bought.source[order], day[order]),
        "source": _named(SOURCES, bought.source[order]),
        "kind": _named(REGISTER_KINDS, bought.kind[order]),
        "received_on": pa.array(day[order]),
        "respondent": bought.shops.names[bought.shop[order]].tolist(),
        "text": text[order].tolist(),
        "respondent_code": _left_out(bought.shops.codes[bought.shop[order]], 0.35, random),
        "trade": _left_out(strings([one.name for one in TRADES])[bought.trade[order]], 0.05, random),
        "product": _left_out(_products(bought, order), 0.15, random),
        **{
            name: getattr(record, name)[order].tolist() for name in ("name", "id_number", "phone", "address", "account")
        },
        **_money(bought, order, random),
        "outcome": _named(OUTCOMES, bought.outcome[order]),
    }
    arrays = [_column(columns[field.name], field.type) for field in REGISTER_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=REGISTER_SCHEMA)


def _column(values: object, kind: pa.DataType) -> pa.Array:
    return values.cast(kind) if isinstance(values, pa.Array) else pa.array(values, kind)


def _named(names: tuple[str, ...], place: Ints) -> pa.Array:
    return pa.array(names).take(pa.array(place))


def _numbers(source: Ints, day: NDArray[np.datetime64]) -> list[str]:
    """A number unique within its source, as each system writes it."""
    heads = ("1350500", "QZ", "(闽0599民初", "WX")
    seen = [0, 0, 0, 0]
    made = list[str]()
    for where, when in zip(source.tolist(), day.tolist(), strict=True):
        seen[where] += 1
        ending = "号)" if where == 2 else ""
        made.append(f"{heads[where]}{when:%Y%m%d}{seen[where]:07d}{ending}")
    return made


def _left_out(values: Strings, share: float, random: Random) -> list[str | None]:
    kept = random.random(len(values)) >= share
    return [one if keep else None for one, keep in zip(values.tolist(), kept.tolist(), strict=True)]


def _products(bought: Purchases, order: Ints) -> Strings:
    rows = zip(bought.trade[order].tolist(), bought.product[order].tolist(), strict=True)
    return strings([TRADES[trade].products[one] for trade, one in rows])


def _money(bought: Purchases, order: Ints, random: Random) -> dict[str, pa.Array]:
    """Quantity and sums; the hotline's clerks seldom write them down."""
    clerk = bought.source[order] == 1
    lost = {"quantity": (0.15, 0.75), "paid": (0.12, 0.5), "demanded": (0.18, 0.65)}
    gone = {name: random.random(len(order)) < np.where(clerk, most, least) for name, (least, most) in lost.items()}
    return {
        "quantity": pa.array(bought.quantity[order], mask=gone["quantity"]),
        "paid": _yuan(bought.paid[order], gone["paid"]),
        "demanded": _yuan(bought.demanded[order], gone["demanded"]),
        "received": _yuan(bought.received[order], bought.received[order] <= 0),
    }


def _yuan(values: NDArray[np.float64], gone: NDArray[np.bool_]) -> pa.Array:
    """decimal128(14, 2) from floats, exactly to the fen."""
    fen = np.round(values * 100).astype(np.int64)
    halves = np.ascontiguousarray(np.stack((fen, fen >> 63), axis=1))
    valid = pa.array(~gone).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(14, 2), len(fen), [valid, pa.py_buffer(halves)])


def _truth(register: pa.Table, people: People, person: Ints, matter: Ints) -> pa.Table:
    columns = [
        register["number"],
        register["source"],
        pa.array(person, pa.int32()),
        _named(KINDS, people.kind[person]),
        pa.array(people.ring[person], pa.int32()),
        pa.array(people.circle[person], pa.int32()),
        _named(CIRCLES, people.circle_kind[person]),
        pa.array(np.unique(matter, return_inverse=True)[1], pa.int32()),
    ]
    return pa.Table.from_arrays(columns, schema=TRUTH_SCHEMA)
