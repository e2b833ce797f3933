"""Made registers: equal arguments give equal bytes, rates are kept, the truth fits, and nothing in them belongs to anybody."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from eval.claims.evaluate import busiest_year
from eval.claims.export import LISTS, write, write_plain
from eval.claims.generate import TRUTH_SCHEMA, Made, make
from eval.claims.hidden import FILLERS
from eval.claims.people import CIRCLES, FAMILY, FREQUENT, KINDS, LONE, MANY, ORDINARY, PROFESSIONAL, RING, SEMI
from eval.claims.rates import Rates, load, plain
from eval.claims.sample import sample
from eval.claims.words import WORDS
from eval.errors import BadInput
from knowledge.complaints.complaint import OUTCOMES, REGISTER_SCHEMA, SOURCES
from knowledge.portraits.credit_code import is_credit_code

CLEAN = replace(Rates(), masked_names=0, placeholder_names=0, filler_phones=0, filler_ids=0, masked_ids=0, old_ids=0, id_slips=0)  # fmt: skip
"""Nothing hidden, nothing filled in, no id mistyped."""


@cache
def made(complaints: int = 20_000, seed: int = 1, rates: Rates | None = None) -> Made:
    return make(complaints, seed, rates or Rates())


def rows(one: Made, **wanted: str) -> list[dict[str, object]]:
    """Rows of the register beside their truth, of one kind or source."""
    truth = one.truth.drop_columns(["number", "source", "kind"])
    table = one.register.append_column("who", one.truth["kind"])
    for name in truth.column_names:
        table = table.append_column(f"true_{name}", truth[name])
    return [row for row in table.to_pylist() if all(row[name] == value for name, value in wanted.items())]


def test_equal_arguments_make_equal_bytes_and_another_seed_makes_others(tmp_path: Path) -> None:
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        write(make(1500, seed, Rates()), tmp_path / name, {"seed": seed}, Rates())
    first, second, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "abc")
    assert first == second
    assert all(first[name] != other[name] for name in first)


@pytest.mark.parametrize("complaints", [300, 301, 4999])
def test_a_register_has_exactly_so_many_complaints_with_numbers_of_their_own(complaints: int) -> None:
    one = made(complaints)
    assert one.register.schema == REGISTER_SCHEMA and one.truth.schema == TRUTH_SCHEMA
    assert len(one.register) == len(one.truth) == int(one.people.complaints.sum()) == complaints
    named = list(zip(one.register["source"].to_pylist(), one.register["number"].to_pylist(), strict=True))
    assert len(set(named)) == complaints
    assert named == list(zip(one.truth["source"].to_pylist(), one.truth["number"].to_pylist(), strict=True))


def test_the_truth_counts_what_the_people_say() -> None:
    one = made()
    assert (np.bincount(one.person, minlength=len(one.people)) == one.people.complaints).all()
    kinds = np.array(KINDS)[one.people.kind]
    assert one.truth["kind"].to_pylist() == kinds[one.person].tolist()
    assert one.truth["ring"].to_pylist() == one.people.ring[one.person].tolist()
    ringed = one.people.ring >= 0
    assert (ringed == (one.people.kind == RING)).all()
    assert ((one.people.circle >= 0) == (one.people.circle_kind > 0)).all()


def test_rates_are_kept() -> None:
    rates = Rates(lone=300, rings=20, frequent=150, semi=200, families=30)
    people = made(rates=rates).people
    for kind, rate in ((LONE, 300), (FREQUENT, 150), (SEMI, 200)):
        assert abs(int((people.kind == kind).sum()) - rate / 5) <= 1
    assert abs(int(people.ring.max()) + 1 - 4) <= 1
    families = people.circle[people.circle_kind == CIRCLES.index("family")]
    assert abs(len(np.unique(families)) - 6) <= 1
    nobody = made(2000, rates=Rates(**dict.fromkeys(plain(Rates()), 0.0))).people
    assert set(nobody.kind.tolist()) == {ORDINARY}


def test_each_kind_complains_as_often_as_it_is_said_to() -> None:
    people = made().people
    for kind, least, most in ((ORDINARY, 1, 4), (FAMILY, 3, 5), (SEMI, 5, 9), (FREQUENT, 10, 25), (LONE, 10, 300)):
        own = people.complaints[people.kind == kind]
        assert least <= own.min() and own.max() <= most, KINDS[kind]
    members = np.bincount(people.ring[people.ring >= 0])
    assert members.min() >= 3 and members.max() <= 12


def test_nobody_makes_many_more_than_150_complaints_in_a_year() -> None:
    one = made()
    days = np.asarray(one.register["received_on"].to_numpy(), "datetime64[D]").astype(np.int64)
    for person in np.flatnonzero(one.people.complaints > 75):
        own = np.sort(days[one.person == person])
        busiest = max(int(np.searchsorted(own, day + 365)) - at for at, day in enumerate(own.tolist()))
        assert busiest <= 190  # drawn evenly over a window that would hold 150


def test_masks_and_slips_follow_their_rates() -> None:
    without = made(3000, rates=replace(Rates(), masked_phone=0.0, filler_phones=0.0))
    with_all = made(3000, rates=replace(Rates(), masked_phone=1.0, filler_phones=0.0))
    assert not any("*" in phone for phone in without.register["phone"].drop_null().to_pylist())
    mobiles = [one for one in with_all.register["phone"].drop_null().to_pylist() if not one.startswith("0595-")]
    assert mobiles and all(re.fullmatch(r"\d{3}\*{4}\d{4}", one) for one in mobiles)


def test_each_channel_shows_its_own_fields() -> None:
    register = made().register
    by_source = {source: register.filter(pc.equal(register["source"], source)) for source in SOURCES}
    assert by_source["12345"]["account"].null_count == len(by_source["12345"])
    assert by_source["court"]["account"].null_count == len(by_source["court"])
    assert set(by_source["court"]["kind"].to_pylist()) == {"lawsuit"}
    assert by_source["court"]["id_number"].null_count < len(by_source["court"]) * 0.15
    assert any(name.endswith("女士") for name in by_source["12345"]["name"].drop_null().to_pylist())
    assert set(register["outcome"].to_pylist()) == set(OUTCOMES)


def test_no_phone_id_or_road_is_anybodys() -> None:
    register = made(rates=replace(Rates(), typo=0.0)).register
    for phone in set(register["phone"].drop_null().to_pylist()) - FILLERS:
        assert re.fullmatch(r"(\+86)?(154|16[013489]|14[23]|179)[\d *]+|0595-1\d{7}", phone), phone
    for number in set(register["id_number"].drop_null().to_pylist()) - FILLERS:
        assert number.startswith("350599") or re.fullmatch(r"3505\*{10}\d{3}[\dX]", number)
    for address in register["address"].drop_null().to_pylist():
        assert re.search("[样例虚拟设](路|街|巷|里|大道)[0-9]+号", address) or re.search(
            "村|驿站|代收点|宿舍|公寓", address
        )
    assert all(is_credit_code(code) for code in set(register["respondent_code"].drop_null().to_pylist()))


def test_id_numbers_have_the_check_sign_of_gb_11643() -> None:
    weights, signs = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
    register = made(rates=replace(Rates(), id_slips=0.0)).register
    whole = [one for one in register["id_number"].drop_null().to_pylist() if re.fullmatch(r"350599\d{11}[\dX]", one)]
    assert whole
    for one in whole:
        assert one[17] == signs[sum(int(digit) * weight for digit, weight in zip(one, weights, strict=False)) % 11]


def shingles(text: object) -> set[str]:
    return {a + b + c for (a, b), (_, c) in pairwise(pairwise(str(text)))}


def likeness(texts: list[object]) -> float:
    """Mean over texts of the likeness to the most alike of the others."""
    sets = [shingles(text) for text in texts]
    best = [max(len(a & b) / len(a | b) for at, b in enumerate(sets) if at != place) for place, a in enumerate(sets)]
    return float(np.mean(best))


def test_consumers_write_differently_and_rings_write_alike() -> None:
    one = made(rates=replace(Rates(), same_matter=0.0, form_letters=0.0))
    consumers = [row["text"] for row in rows(one, who="ordinary", source="12315")[:150]]
    members = rows(one, who="ring", source="12315")
    ring = [row["text"] for row in members if row["true_ring"] == members[0]["true_ring"]]
    assert likeness(consumers) < 0.4 < likeness(ring[:150])
    assert len(set(consumers)) == len(consumers)


def share_saying(kind: str, words: list[str], rates: Rates) -> float:
    texts = [str(row["text"]) for row in rows(made(12_000, 6, rates), who=kind)]
    return sum(any(word in text for word in words) for text in texts) / len(texts)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("lawful_remedies", WORDS["ordinary"]["remedy"]),
        ("trader_told", WORDS["ordinary"]["told"]),
        ("angry", WORDS["ordinary"]["angry"]),
        ("genuine_labels", WORDS["ordinary"]["label_food"] + WORDS["ordinary"]["label_goods"]),
    ],
)
def test_genuine_people_write_what_looks_like_pressure_as_often_as_the_rate_says(rate: str, words: list[str]) -> None:
    others = dict.fromkeys(("lawful_remedies", "trader_told", "angry", "genuine_labels"), 0.0)
    rates = replace(Rates(), frequent=300, form_letters=0.0, public_templates=0.0, **others)
    none, all_of_them = (share_saying("ordinary", words, replace(rates, **{rate: value})) for value in (0.0, 1.0))
    as_set = replace(rates, **{rate: getattr(Rates(), rate)})
    usual = [share_saying(kind, words, as_set) for kind in ("ordinary", "frequent")]
    assert none < 0.005 and all_of_them > 0.9
    assert abs(usual[0] - getattr(as_set, rate)) < 0.03 and usual[1] > 0.5 * usual[0] > 0


def test_public_letters_are_used_by_many_and_often_by_one() -> None:
    one = made(12_000, 6, replace(Rates(), frequent=300, form_letters=0.2))
    letters = [letter.split("{")[0] for letter in WORDS["letters"] if not letter.startswith("{")]
    users: dict[str, Counter[object]] = {}
    for row in rows(one):
        for letter in letters:
            if str(row["text"]).startswith(letter):
                users.setdefault(letter, Counter())[row["true_person"]] += 1
    most = max(users.values(), key=len)
    assert len(most) > 50 and max(most.values()) >= 5


def test_a_threat_is_a_professionals_and_not_every_ones() -> None:
    threats = [max(re.split(r"\{.\}", threat), key=len) for threat in WORDS["professional"]["threat"] if threat]
    assert share_saying("lone", threats, replace(Rates(), threats=1.0)) > 0.5
    assert 0 < share_saying("lone", threats, Rates()) < 0.35
    assert share_saying("ordinary", threats, replace(Rates(), threats=1.0)) == 0


def test_quiet_professionals_use_no_template() -> None:
    one = made(8000, 2, replace(Rates(), quiet=0.5))
    texts = np.array(one.register["text"].to_pylist(), object)
    quiet = one.people.quiet[one.person]
    facts = [fact.split("{")[0] for fact in WORDS["professional"]["fault_food"] + WORDS["professional"]["law_food"]]
    formal = np.array([any(fact in text for fact in facts) for text in texts])
    assert not formal[quiet].any() and formal.any()
    assert set(one.people.kind[one.people.quiet].tolist()) <= set(PROFESSIONAL)


def test_one_matter_comes_several_times_on_other_ways_for_one_payment() -> None:
    one = made(12_000, 6, replace(Rates(), same_matter=0.5))
    matters: dict[object, list[dict[str, object]]] = {}
    for row in rows(one):
        matters.setdefault(row["true_matter"], []).append(row)
    again = [some for some in matters.values() if len(some) > 1]
    assert len(again) > 500
    for some in again:
        assert len({(row["true_person"], row["respondent"]) for row in some}) == 1
        days = sorted(str(row["received_on"]) for row in some)
        assert (np.datetime64(days[-1]) - np.datetime64(days[0])).astype(int) < 8
        assert sum(row["received"] is not None for row in some) <= 1
        first = min(some, key=lambda row: (row["received_on"] is None, str(row["received_on"])))
        assert first["source"] != "court"
    ways = Counter(len({(row["source"], row["kind"]) for row in some}) for some in again)
    assert ways[1] < ways[2] + ways[3]
    assert sum(len({row["text"] for row in some}) < len(some) for some in again) > 0.2 * len(again)
    alone = made(3000, 6, replace(Rates(), same_matter=0.0)).truth
    assert pc.count_distinct(alone["matter"]).as_py() == len(alone)


def test_some_genuine_consumers_keep_to_one_trade_and_some_buy_for_many() -> None:
    def figures(**given: float) -> tuple[float, float]:
        mine = rows(made(12_000, 6, replace(Rates(), frequent=300, **given)), who="frequent")
        trades: dict[object, list[object]] = {}
        for row in mine:
            trades.setdefault(row["true_person"], []).append(row["trade"])
        kept = [max(Counter(some).values()) > 0.5 * len(some) for some in trades.values()]
        pieces = [int(str(row["quantity"])) for row in mine if row["quantity"]]
        return float(np.mean(kept)), float(np.mean([count > 4 for count in pieces]))

    none, usual, all_of_them = figures(favourite_trade=0.0, for_many=0.0), figures(), figures(favourite_trade=1.0)
    assert none[0] < usual[0] < 0.5 < all_of_them[0] and none[1] == 0 < usual[1] < 0.1


def test_consumers_come_more_often_after_sales() -> None:
    def november(rates: Rates) -> float:
        days = [row["received_on"] for row in rows(made(12_000, 6, rates), who="ordinary")]
        return sum(day.month == 11 for day in days) / len(days)  # type: ignore[attr-defined]

    assert november(replace(Rates(), seasonal=0.0)) < 0.11 < november(replace(Rates(), seasonal=0.5))


def test_some_genuine_consumers_complain_ten_times_a_year() -> None:
    def share(rates: Rates) -> float:
        one = made(12_000, 6, rates)
        return float((busiest_year(one)[one.people.kind == FREQUENT] >= MANY).mean())

    rates = replace(Rates(), frequent=300)
    spread = replace(rates, concentrated=0.0)
    assert share(replace(spread, bursts=0.0, same_matter=0.0)) < share(replace(rates, concentrated=1.0))
    assert share(rates) > 0.4 and share(replace(rates, concentrated=1.0)) > 0.9


def test_the_busiest_year_is_that_of_a_count_of_every_day() -> None:
    one = made(3000, 6)
    days = np.asarray(one.register["received_on"].to_numpy(), "datetime64[D]").astype(np.int64)
    for person in range(0, len(one.people), 7):
        own = days[one.person == person]
        assert busiest_year(one)[person] == max(((own >= day) & (own < day + 365)).sum() for day in own)


def test_siblings_differ_in_one_sign_and_share_a_phone_or_an_address() -> None:
    one = made(12_000, 6, replace(CLEAN, typo=0.0, siblings=1.0, other_surname=0.0, titled_names=0.0))
    homes: dict[object, set[str]] = {}
    for row in rows(one):
        if row["true_circle_kind"] in ("household", "family") and row["name"]:
            homes.setdefault(row["true_circle"], set()).add(str(row["name"]))
    several = [names for names in homes.values() if len(names) > 1]
    assert several and all(len({name[:2] for name in names}) == 1 and {len(name) for name in names} == {3} for names in several)  # fmt: skip


def test_namesakes_of_those_who_come_often_live_in_other_cities() -> None:
    one = made(12_000, 6, replace(CLEAN, typo=0.0, namesakes=100, titled_names=0.0))
    namesakes = [row for row in rows(one) if row["true_circle_kind"] == "namesake" and row["name"] and row["address"]]
    others = {row["name"]: row for row in rows(one) if row["who"] in ("frequent", "lone", "ring")}
    assert namesakes
    for row in namesakes:
        assert row["name"] in others
        assert any(city in str(row["address"]) or city[:-1] in str(row["address"]) for city in WORDS["outside"])


def test_relatives_live_where_one_lives_who_comes_often() -> None:
    one = made(12_000, 6, replace(CLEAN, typo=0.0, relatives=100, masked_phone=0.0, titled_names=0.0))
    relatives = [row for row in rows(one) if row["true_circle_kind"] == "relative" and row["phone"]]
    heavy = [row for row in rows(one) if row["who"] in ("frequent", "lone", "ring")]
    phones, surnames = {row["phone"] for row in heavy}, {str(row["name"])[0] for row in heavy if row["name"]}
    assert len(relatives) > 8 and all(row["who"] == "ordinary" for row in relatives)
    assert 0.2 < sum(row["phone"] in phones for row in relatives) / len(relatives) < 0.8
    assert all(str(row["name"])[0] in surnames for row in relatives if row["name"])


def test_numbers_are_hidden_filled_in_and_mistyped_outside_courts_only() -> None:
    one = made(rates=replace(Rates(), old_ids=0.2, id_slips=0.2, filler_ids=0.2))
    ids = {source: [str(row["id_number"]) for row in rows(one, source=source) if row["id_number"]] for source in ("12315", "court")}  # fmt: skip
    assert all(re.fullmatch(r"350599\d{11}[\dX]", number) for number in ids["court"])
    seen = Counter("filler" if number in FILLERS else re.sub(r"\d", "0", number).replace("X", "0") for number in ids["12315"])  # fmt: skip
    assert {"filler", "0" * 15, "0" * 18, "0" * 14 + "****"} <= set(seen)
    names = {str(row["name"]) for row in rows(one) if row["name"]}
    assert {"**", "XX", "某某"} <= {name[1:] for name in names} and "热心市民" in names
    phones = Counter(row["phone"] for row in rows(one) if row["phone"] in FILLERS)
    assert 0 < sum(phones.values()) < 0.01 * len(one.register)


def test_genuine_consumers_ask_for_less_and_are_upheld_more_often() -> None:
    one = made()
    asked, upheld = {}, {}
    for kind in ("frequent", "lone"):
        mine = rows(one, who=kind)
        paid = [row for row in mine if row["paid"] and row["demanded"]]
        asked[kind] = float(np.median([float(str(row["demanded"])) / float(str(row["paid"])) for row in paid]))
        ends = Counter(row["outcome"] for row in mine)
        upheld[kind] = ends["verified"] / (ends["verified"] + ends["unfounded"])
    assert asked["frequent"] < 1.5 and asked["lone"] > 2.5
    assert upheld["frequent"] > upheld["lone"]


def test_name_and_id_differ_in_rings_only() -> None:
    def names_of_an_id(kind: str) -> float:
        seen: dict[object, set[object]] = {}
        for row in rows(made(8000, 2, replace(CLEAN, typo=0.0, rings=80, frequent=300)), who=kind):
            name = str(row["name"])
            if row["id_number"] and row["name"] and not name.endswith(("先生", "女士")):
                seen.setdefault(row["id_number"], set()).add(name)
        return sum(len(names) > 1 for names in seen.values()) / len(seen)

    assert names_of_an_id("frequent") == 0 < names_of_an_id("ring")


def test_rates_that_leave_no_room_are_refused() -> None:
    with pytest.raises(BadInput, match="lower them"):
        make(1000, 1, Rates(lone=5000))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lone: [1]", "must be a number"),
        ("lone: true", "must be a number"),
        ("lone: -1", "must be a number"),
        ("lone: .nan", "must be a number"),
        ("households: 2", "from 0 to 1"),
        ("strangers: 1", "no rate is called 'strangers'"),
        ("- lone", "NAME: VALUE"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_file_of_rates_is_checked(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=re.escape(reason)):
        load(path)


def test_a_file_of_rates_changes_only_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text("lone: 5\ntypo: 0.5\n", "utf-8")
    assert load(path) == replace(Rates(), lone=5.0, typo=0.5)
    assert load(None) == Rates()
    assert load(Path(str(files("eval.claims").joinpath("pressing.yaml")))).lawful_remedies == 1.0


def test_lists_hold_every_row_once_under_the_headers_of_their_system(tmp_path: Path) -> None:
    one = made(900)
    counts = write(one, tmp_path / "new", {}, Rates())
    assert sum(counts.values()) == 900
    for source, count in counts.items():
        lines = (tmp_path / "new" / f"{source}.csv").read_text("utf-8-sig").splitlines()
        assert lines[0] == ",".join(LISTS[source].values()) and len(lines) == count + 1
    with pytest.raises(BadInput, match="not an empty folder"):
        write(one, tmp_path / "new", {}, Rates())


def test_the_shipped_sample_is_what_its_seed_makes_and_holds_every_kind(tmp_path: Path) -> None:
    write_plain(sample().register, tmp_path / "sample.csv")
    shipped = files("knowledge.data").joinpath("complaints_sample.csv").read_bytes()
    assert (tmp_path / "sample.csv").read_bytes() == shipped
    people = sample().people
    assert set(people.kind.tolist()) == set(range(len(KINDS)))
    assert set(people.circle_kind.tolist()) == set(range(len(CIRCLES)))
