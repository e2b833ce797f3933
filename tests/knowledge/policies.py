"""Builder: the shipped policy files as records."""

from __future__ import annotations

from dataclasses import replace
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


def with_policies(records: KnowledgeRecords, count: int = 3) -> KnowledgeRecords:
    """The same records with the first ``count`` shipped policy files."""
    shipped = sample_policies()
    policies = shipped.policies[:count]
    ids = {policy.id for policy in policies}
    return replace(
        records,
        policies=tuple(policies),
        passages=tuple(passage for passage in shipped.passages if passage.document_id in ids),
        policy_questions=tuple(question for question in shipped.questions if question.document_id in ids),
    )
