"""Taking files in and giving them back: bounded, by what they really are, kept by digest, written whole."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.benefits.errors import UnknownThing
from assistant.benefits.uploads.repository import UploadRepository
from assistant.benefits.uploads.schemas import Upload
from assistant.clock import Clock, now
from assistant.errors import TooManyUploads, UploadRefused, UploadTooLarge
from assistant.files import KeptFiles, clean_name
from assistant.sniff import sniff

MOST_BYTES: Final = 10 << 20
MOST_A_DAY: Final = 200
MOST_BYTES_A_DAY: Final = 500 << 20
_DAY: Final = timedelta(days=1)


class StoredFile(NamedTuple):
    """A file on its way out."""

    name: str
    content: bytes


class UploadService:
    """Uploads of companies under ``home``/uploads; ``most`` bytes a file."""

    def __init__(self, repository: UploadRepository, home: Path, clock: Clock = now, most: int = MOST_BYTES) -> None:
        self._repository = repository
        self._files = KeptFiles(home / "uploads")
        self._clock = clock
        self._most = most

    def take(self, credit_code: str, name: str, document: str, content: bytes) -> tuple[Upload, bool]:
        """Keep a file; tells whether it is new. Raises UploadRefused, UploadTooLarge or TooManyUploads."""
        name, document = clean_name(name), clean_name(document)
        if not content or not name:
            raise UploadRefused("这是一个空文件，或者没有文件名。")
        if len(content) > self._most:
            raise UploadTooLarge(f"文件太大了，一个文件最多 {self._most >> 20} MB。")
        kind = sniff(content, name)
        self._check_share(credit_code, len(content))
        digest = self._files.keep(content)
        entry = {"id": secrets.token_hex(16), "credit_code": credit_code, "name": name, "document": document}
        facts = {"type": kind, "size": len(content), "sha256": digest, "at": self._clock()}
        row, new = self._repository.add(entry | facts)
        return as_upload(row), new

    def _check_share(self, credit_code: str, size: int) -> None:
        count, total = self._repository.sent_since(credit_code, self._clock() - _DAY)
        if count >= MOST_A_DAY or total + size > MOST_BYTES_A_DAY:
            raise TooManyUploads("今天上传的文件太多了，请过一些时候再传。")

    def give(self, person: Person, upload_id: str) -> StoredFile:
        """A file, to its company and to the staff; raises UnknownThing, also where the bytes are gone or changed."""
        row = self._repository.find(upload_id)
        if row is None or (person.role == "company" and row.credit_code != person.credit_code):
            raise UnknownThing("没有找到这个文件。")
        content = self._files.read(row.sha256)
        if content is None:
            raise UnknownThing("这个文件已经不在或者损坏了，请重新上传。")
        return StoredFile(row.name, content)

    def attached(self, credit_code: str, ids: Sequence[str]) -> tuple[Upload, ...]:
        """A company's own uploads, in the order asked for; raises UnknownThing for any other id."""
        known = {row.id: as_upload(row) for row in self._repository.of_company(credit_code, ids)}
        if any(one not in known for one in ids):
            raise UnknownThing("有的材料没有上传成功，请重新上传。")
        return tuple(known[one] for one in dict.fromkeys(ids))


def as_upload(row: Row[Any]) -> Upload:
    """An upload as the reader sees it."""
    return Upload(
        id=row.id, name=row.name, document=row.document, type=row.type, size=row.size, sha256=row.sha256
    )  # fmt: skip
