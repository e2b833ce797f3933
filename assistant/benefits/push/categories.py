"""What a company may want no notices of: anything, a mode, or a department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.benefits.ports import Labelled

ALL = "all"


def categories(measures: Sequence[Labelled]) -> Mapping[str, str]:
    """Every category with what people read."""
    modes = dict.fromkeys(measure.mode for _, measure in measures)
    issuers = sorted({document.issuer for document, _ in measures})
    return (
        {ALL: "全部政策推送"}
        | {f"mode:{mode}": f"{mode}类政策" for mode in modes}
        | {f"issuer:{issuer}": f"{issuer}的政策" for issuer in issuers}
    )


def of_measure(labelled: Labelled) -> tuple[str, ...]:
    """The categories that a measure belongs to."""
    document, measure = labelled
    return ALL, f"mode:{measure.mode}", f"issuer:{document.issuer}"
