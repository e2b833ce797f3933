"""Figures and tables of one evaluation; README.md of this folder says exactly what each one counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.claims import calibration
from eval.claims.generate import Made
from eval.claims.goals import goals
from eval.claims.innocents import INNOCENTS, innocents, ordinary
from eval.claims.measures import Flags, Overlaps, b_cubed, merged, owner_of, pairwise, people_found, swept_in
from eval.claims.people import FREQUENT, KINDS, LONE, MANY, RING, SEMI, People
from eval.claims.proposals import Proposals, proposals
from eval.claims.rates import Rates
from eval.claims.rings import rings_found
from eval.claims.signatures import unsigned_ways
from eval.claims.stages import Stage
from eval.claims.words import Ints
from eval.claims.work import Wanted, Worked, worked
from eval.metrics import Bin
from eval.report import Cells, Figure, Report, Table, rate
from knowledge.progress import Progress


def evaluate(complaints: int, seed: int, rates: Rates, wanted: Wanted, progress: Progress) -> Report:
    """Make, link, recognise, count.

    Raises:
        BadInput: the rates leave no room for ordinary people.
    """
    return summarise(worked(complaints, seed, rates, wanted, progress))


def summarise(work: Worked) -> Report:
    """All figures of what was done."""
    people, over = work.made.people, work.over
    proposed = proposals(work.findings, work.links, over)
    claims = calibration.link_claims(work.links, work.made.person)
    easily = innocents(work.made)
    figures = {
        "complaints": _count(len(work.made.register)),
        "people": _count(len(people)),
        **_people(people, over),
        **{f"swept_in.{name}": _share(swept_in(over)[easily == place]) for place, name in enumerate(INNOCENTS)},
        **_partition(people, over),
        **rings_found(people, over, work.links),
        "frequent_ten_a_year": _count(int((busiest_year(work.made)[people.kind == FREQUENT] >= MANY).sum())),
        **_proposed(people, over, proposed),
        **calibration.figures(*claims),
        **_later(work),
        **_costs(work.stages.done),
    }
    tables = (
        goals(figures),
        _kinds(people, over, proposed),
        _innocents(easily, over, proposed),
        _rules(work),
        _reliability(calibration.bins_of(*claims)),
        _stages(work.stages.done),
    )
    return Report("claims", figures, tables, notes=_notes(work))


def many(people: People) -> Flags:
    """People with ten complaints or more."""
    return people.complaints >= MANY


def busiest_year(made: Made) -> Ints:
    """For each person the most complaints that fall into any 365 days."""
    days = np.asarray(made.register["received_on"].to_numpy(), "datetime64[D]").astype(np.int64)
    # People lie further apart than a year, so that one search finds the end of everybody's.
    line = np.sort(made.person * 10_000 + days - days.min())
    most = np.zeros(len(made.people), np.int64)
    np.maximum.at(most, line // 10_000, np.searchsorted(line, line + 365) - np.arange(len(line)))
    return most


def _count(value: int) -> Figure:
    return Figure(value, value, "count")


def _share(hits: Flags) -> Figure:
    return rate(hits.tolist())


def _people(people: People, over: Overlaps) -> dict[str, Figure]:
    """People with ten or more; and ordinary people who were taken for part of one."""
    found, swept = people_found(over)[many(people)], swept_in(over)[ordinary(people)]
    return {
        "true_people": _count(len(found)),
        "found_people": _count(int(found.sum())),
        "recall": _share(found),
        "precision": _share(_right(people, over)[over.many]),
        "swept_in": _count(int(swept.sum())),
        "swept_in_share": _share(swept),
        "merged": _count(int(merged(over)[ordinary(people)].sum())),
        "merged_share": _share(merged(over)[ordinary(people)]),
    }


def _right(people: People, over: Overlaps) -> Flags:
    """For each found person: over half of it is one true person's with ten or more, who has at least half of his in it."""
    good = (2 * over.rows > over.found_size[over.found]) & (2 * over.rows >= over.true_size[over.true])
    right = np.zeros(len(over.found_size), bool)
    right[over.found[good & many(people)[over.true]]] = True
    return right


def _partition(people: People, over: Overlaps) -> dict[str, Figure]:
    pairs, cubed, of_many = pairwise(over), b_cubed(over), b_cubed(over, many(people))
    values = {"pairwise": pairs, "bcubed": cubed, "bcubed_ten": of_many}
    rows = int(over.rows.sum())
    return {
        f"{name}_{part}": Figure(value, rows, "score")
        for name, two in values.items()
        for part, value in zip(("precision", "recall"), two, strict=True)
    }


def _proposed(people: People, over: Overlaps, proposed: Proposals) -> dict[str, Figure]:
    """What recognition proposes about whom; that a proposal alone does nothing."""
    review = proposed.handover | proposed.review
    hunters = people.among(LONE, RING) & many(people)
    right = np.isin(people.kind[proposed.owners], (LONE, RING, SEMI)) & (proposed.owners >= 0)
    hits = {
        "frequent_proposed": proposed.touched_by_handover[people.kind == FREQUENT],
        "frequent_reviewed": review[people.kind == FREQUENT],
        "ordinary_proposed": proposed.touched_by_handover[ordinary(people)],
        "ordinary_reviewed": review[ordinary(people)],
        "professionals_proposed": proposed.handover[hunters],
        "professionals_reviewed": review[hunters],
        "quiet_proposed": proposed.handover[hunters & people.quiet],
        "quiet_reviewed": review[hunters & people.quiet],
    }
    counts = {name: _count(int(hit.sum())) for name, hit in hits.items()}
    shares = {f"{name}_share": _share(hit) for name, hit in hits.items()}
    return {
        **counts,
        **shares,
        "handovers": _count(len(right)),
        "handover_precision": _share(right),
        "handed_over_without_two_sign_offs": Figure(unsigned_ways(), 2, "count"),
    }  # fmt: skip


def _later(work: Worked) -> dict[str, Figure]:
    if work.later is None:
        return {}
    count, same = work.later.count, work.later.alike
    return {
        "new_complaints": _count(count),
        "new_alike": rate([True] * same + [False] * (count - same)),
    }


def _costs(stages: Sequence[Stage]) -> dict[str, Figure]:
    found = dict[str, Figure]()
    for one in stages:
        found[f"{one.name}_s"] = Figure(one.wall_s, 1, "s")
        found[f"{one.name}_cpu_s"] = Figure(one.cpu_s, 1, "s")
        found[f"{one.name}_peak_mib"] = Figure(one.peak_mib, 1, "MiB")
    return found


# --- tables ---

_KIND_COLUMNS = ("kind", "people", "complaints", "with ten or more", "found", "recall", "found people", "precision", "in a found person", "review proposed", "hand-over proposed", "b-cubed precision", "b-cubed recall")  # fmt: skip


def _kinds(people: People, over: Overlaps, proposed: Proposals) -> Table:
    """One row a kind of people."""
    rows = tuple(_kind(number, people, over, proposed) for number in range(len(KINDS)))
    return Table("kinds", "by kind of people", _KIND_COLUMNS, rows)


def _kind(number: int, people: People, over: Overlaps, proposed: Proposals) -> Cells:
    mine = people.kind == number
    ten = mine & many(people)
    owner = owner_of(over)
    of_kind = over.many & (owner >= 0) & mine[owner]
    precision, recall = b_cubed(over, mine)
    return (
        KINDS[number],
        int(mine.sum()),
        int(people.complaints[mine].sum()),
        int(ten.sum()),
        int(people_found(over)[ten].sum()),
        _share(people_found(over)[ten]),
        int(of_kind.sum()),
        _share(_right(people, over)[of_kind]),
        int(swept_in(over)[mine].sum()),
        int(proposed.review[mine].sum()),
        int(proposed.handover[mine].sum()),
        precision,
        recall,
    )


def _innocents(easily: Ints, over: Overlaps, proposed: Proposals) -> Table:
    """Ordinary people, by what makes them easy to mistake."""
    columns = ("ordinary people", "people", "swept in", "share", "low", "high", "merged", "review proposed", "hand-over proposed")  # fmt: skip
    rows = tuple(_innocent(name, easily == place, over, proposed) for place, name in enumerate(INNOCENTS))
    return Table("innocents", "ordinary people swept in, by what makes them easy to mistake", columns, rows)


def _innocent(name: str, mine: Flags, over: Overlaps, proposed: Proposals) -> Cells:
    swept = _share(swept_in(over)[mine])
    review, handover = int(proposed.review[mine].sum()), int(proposed.touched_by_handover[mine].sum())
    counts = int(merged(over)[mine].sum()), review, handover
    return (name, int(mine.sum()), int(swept_in(over)[mine].sum()), swept, swept.low, swept.high, *counts)


def _rules(work: Worked) -> Table:
    """The linker, and the simple rules where they were asked for."""
    columns = ("rule", "found", "recall", "ordinary people swept in", "share", "largest person", "pairwise precision", "pairwise recall")  # fmt: skip
    compared = {"linked": work.over, **work.baselines}
    rows = tuple(_rule(name, work.made.people, over) for name, over in compared.items())
    return Table("rules", "beside simple rules", columns, rows)


def _rule(name: str, people: People, over: Overlaps) -> Cells:
    found, swept = people_found(over)[many(people)], swept_in(over)[ordinary(people)]
    pairs = pairwise(over)
    return (name, int(found.sum()), _share(found), int(swept.sum()), _share(swept), int(over.found_size.max()), *pairs)


def _reliability(bins: Sequence[Bin]) -> Table:
    columns = ("links", "from", "to", "claimed", "true")
    rows = tuple((one.n, one.low, one.high, one.confidence, one.accuracy) for one in bins)
    return Table("calibration", "probability of links", columns, rows)


def _stages(stages: Sequence[Stage]) -> Table:
    columns = ("stage", "seconds", "processor seconds", "peak MiB", "MiB before")
    rows = tuple((one.name, one.wall_s, one.cpu_s, one.peak_mib, one.before_mib) for one in stages)
    return Table("stages", "what each stage took", columns, rows)


def _notes(work: Worked) -> tuple[str, ...]:
    few = int(many(work.made.people).sum())
    return (f"only {few} people have ten complaints or more: the shares say little",) if few < 30 else ()
