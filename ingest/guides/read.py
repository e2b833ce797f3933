"""Any document to the service guides that it holds: ``read_guides``."""

from __future__ import annotations

from ingest.documents.document import Document
from ingest.guides.build import Builder
from ingest.guides.fields import Fields, shipped_fields
from ingest.guides.identity import identify
from ingest.guides.known import Known
from ingest.guides.listen import Draft, drafts, listen
from ingest.guides.said import TITLE, joined
from ingest.guides.unread import unread
from ingest.parse.parsed import Parsed, Sourced
from ingest.problems import RejectedFile, rejection
from knowledge.manifest import Problem
from knowledge.models import ServiceGuide

NO_SHA = ""


def read_guides(
    document: Document, known: Known, sha256: str = NO_SHA, fields: Fields | None = None
) -> Parsed[ServiceGuide]:
    """The guides of a document, each with the place of its fields, and what an editor should know.

    A guide whose code, name, department or audience cannot be known is a rejection among the problems; any other field that
    is not surely read is absent and a warning names it. ``sha256`` is the digest of the file for the records' origins.
    """
    table = fields or shipped_fields()
    found = drafts(listen(document, table, known), known)
    guides = [draft for draft in found if _holds_guide(draft, known)]
    records: list[Sourced[ServiceGuide]] = []
    problems: list[Problem] = []
    if not guides:
        problems.append(rejection(document.file, "没有找到办事指南：文件里没有“事项名称”“受理条件”这样的栏目").problem)
        return Parsed((), tuple(problems))
    for draft in guides:
        _read(draft, document, known, table, sha256, len(guides) == 1, records, problems)
    problems += unread([each for draft in found for each in draft.said], document.file)
    return Parsed(tuple(records), tuple(problems))


def _read(
    draft: Draft,
    document: Document,
    known: Known,
    fields: Fields,
    sha256: str,
    alone: bool,
    records: list[Sourced[ServiceGuide]],
    problems: list[Problem],
) -> None:
    builder = Builder(draft, document, fields, known)
    try:
        identity = identify(builder, known, alone)
        if any(record.value.id == identity.id for record in records):
            raise rejection(
                document.file, f"事项 {identity.id} 在这个文件里出现了两次，请只保留一份", "id", at=identity.at
            )
        guide = builder.guide(identity)
    except RejectedFile as error:
        problems.append(error.problem.model_copy(update={"item_id": builder.item_id or error.problem.item_id}))
    else:
        records.append(Sourced(guide, builder.origin(identity.id, sha256)))
    problems += [
        problem.model_copy(update={"item_id": builder.item_id or problem.item_id}) for problem in builder.problems
    ]


def _holds_guide(draft: Draft, known: Known) -> bool:
    """At least a name or code, or two fields of a guide, or one below a title that is an item's."""
    placed = {each.field for each in draft.said if each.placed and each.value}
    titled = any(each.field == TITLE and known.find(joined(each.value)) for each in draft.said)
    return bool(placed & {"id", "name"}) or len(placed) >= 2 or (titled and bool(placed))
