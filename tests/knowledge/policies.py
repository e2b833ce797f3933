"""Builder: the shipped policy files as records."""

from __future__ import annotations

from functools import cache

from ingest.assemble_policies import AssembledPolicies, assemble_policies
from ingest.collect import collect
from ingest.sources.folder import FolderSource, sample_folder
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords


@cache
def sample_policies() -> AssembledPolicies:
    """All forty, with their articles and authored questions."""
    files = [file for file in FolderSource(sample_folder()).files() if file.kind.startswith("policy")]
    return assemble_policies(collect(files, SilentProgress()), KnowledgeRecords())
