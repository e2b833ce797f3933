"""Uploads: by what they are, kept by digest, given back to their owners only and never opened by a browser."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.benefits.errors import UnknownThing
from assistant.benefits.uploads import service
from assistant.benefits.uploads.service import MOST_BYTES
from assistant.errors import TooManyUploads, UploadRefused, UploadTooLarge
from assistant.files import clean_name
from tests.assistant.benefits.world import JPG, PDF, PNG, World, code, office

TAKEN = {
    "a.pdf": PDF,
    "照片.PNG": PNG,
    "b.jpg": JPG,
    "b.jpeg": JPG,
    "申请表.docx": office("word/document.xml"),
    "清单.xlsx": office("xl/workbook.xml"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_files_are_kept_by_their_digest_and_come_back_the_same(world: World, name: str) -> None:
    uploads, content = world.benefits.uploads, TAKEN[name]
    kept, new = uploads.take(code(1), name, "研发补助申请表", content)
    digest = hashlib.sha256(content).hexdigest()
    assert (new, kept.sha256, kept.size) == (True, digest, len(content))
    assert (world.home / "uploads" / digest[:2] / digest).read_bytes() == content
    assert uploads.give(world.owner, kept.id) == (name, content)
    assert uploads.give(world.agent, kept.id).content == content
    assert uploads.take(code(1), name, "研发补助申请表", content) == (kept, False)
    theirs, _ = uploads.take(code(2), name, "", content)
    assert theirs.id != kept.id
    assert len(list((world.home / "uploads").glob("*/*"))) == 1
    with pytest.raises(UnknownThing):
        uploads.give(world.neighbour, kept.id)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.exe", b"MZ\x90\x00"),
        ("a.pdf", b"MZ\x90\x00"),
        ("a.pdf", PNG),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.zip", office("inside.txt")),
        ("a.docx", office("xl/workbook.xml")),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a", PDF),
        ("", PDF),
        ("pdf", PDF + b"<html>"),
        (".pdf", PDF),
    ],
)
def test_what_is_not_what_it_says_is_refused(world: World, name: str, content: bytes) -> None:
    with pytest.raises(UploadRefused):
        world.benefits.uploads.take(code(1), name, "", content)
    assert not list(world.home.glob("uploads/*/*"))


def test_a_file_that_is_too_large_is_refused(world: World) -> None:
    with pytest.raises(UploadTooLarge, match="10 MB"):
        world.benefits.uploads.take(code(1), "a.pdf", "", PDF + b"\0" * MOST_BYTES)


def test_a_company_that_floods_is_held(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_A_DAY", 2)
    for number in range(2):
        world.upload(f"{number}.pdf")
    with pytest.raises(TooManyUploads):
        world.upload("3.pdf")
    assert world.upload("3.pdf", world.neighbour)
    world.clock.forward(days=1, seconds=1)
    assert world.upload("3.pdf")


def test_a_file_that_was_lost_or_changed_is_not_given(world: World) -> None:
    kept = world.upload()
    path = next((world.home / "uploads").glob("*/*"))
    path.write_bytes(b"%PDF-changed")
    with pytest.raises(UnknownThing, match="损坏"):
        world.benefits.uploads.give(world.owner, kept)
    path.unlink()
    with pytest.raises(UnknownThing):
        world.benefits.uploads.give(world.owner, kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\张三\\表.pdf", "表.pdf"),
        ("a\x00b\u202egpj.pdf", "abgpj.pdf"),
        ("长" * 300 + ".pdf", "长" * 112 + ".pdf"),
        ("  表.pdf ", "表.pdf"),
    ],
)
def test_names_lose_what_could_mislead(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path) -> None:
    from assistant.files import write_whole

    folder = tmp_path / "there"
    (folder / "file").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_whole(folder / "file", b"x")
    assert [path.name for path in folder.iterdir()] == ["file"]
