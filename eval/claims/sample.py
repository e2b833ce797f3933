"""The shipped sample register: made once, by a fixed seed, and kept in ``knowledge/data``."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from eval.claims.export import write_plain
from eval.claims.generate import Made, make
from eval.claims.rates import load

COMPLAINTS, SEED = 600, 2
"""The seed is the first from 1 on whose register holds every kind of person and of circle."""


def sample() -> Made:
    """The register of the sample, and its truth."""
    with as_file(files("eval.claims").joinpath("sample.yaml")) as path:
        return make(COMPLAINTS, SEED, load(Path(path)))


def write_sample(path: Path) -> None:
    """Write the sample as the product reads it. To renew it: see README.md."""
    write_plain(sample().register, path)
