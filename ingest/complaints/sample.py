"""Work out links and findings of the shipped sample register: ``python -m ingest.complaints.sample``, after the sample or the rules change."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc

from ingest.claimants.link import link
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.findings import Findings
from knowledge.complaints.recognition.recognise import recognise
from knowledge.complaints.recognition.rules import load_rules
from knowledge.complaints.store import LINKS, SAMPLE, sample_table, write_linked


def worked_out() -> tuple[Links, Findings]:
    """Links and findings of the sample, on the day of its last complaint; nothing is ever added to it, so that no features are kept."""
    table = sample_table()
    links = replace(link(table), features=None)
    return links, recognise(table, links, load_rules(), pc.max(table["received_on"]).as_py())


def build(folder: Path = SAMPLE / "complaints_sample") -> Path:
    """Write them where the store looks for them."""
    links, findings = worked_out()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_linked(folder, links, findings)
    (folder / LINKS).chmod(0o755)
    return folder


if __name__ == "__main__":
    build()
