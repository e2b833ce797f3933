"""就高不重复: what of a measure's money excludes what other money."""

from __future__ import annotations

from knowledge.models import Measure


def exclusive_key(measure: Measure) -> str:
    """One name for all measures of which a company gets one only; a measure without a group stands for itself."""
    return f"group:{measure.exclusive_group}" if measure.exclusive_group else f"measure:{measure.id}"
