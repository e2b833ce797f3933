"""Evidence: by what it is, unchanged, bounded, counted with its draft, and swept when its upload was cut off."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.claims.reports.errors import DraftNotFound, NoRoom, ReportClosed, UnknownFile
from assistant.claims.reports.receipts import digest
from assistant.errors import UploadRefused
from assistant.sniff import sniff_evidence
from knowledge.errors import QuanquanError
from tests.assistant.benefits.world import JPG, PDF, PNG, office
from tests.assistant.claims.reports.world import SUBMIT, World


def container(brand: bytes) -> bytes:
    """The beginning of an ISO base media file."""
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isommp42" + b"\0" * 40


TAKEN = [
    ("a.pdf", PDF, "pdf", "a.pdf"),
    ("截图.png", PNG, "png", "截图.png"),
    ("b.JPEG", JPG, "jpg", "b.JPEG"),
    ("清单.xlsx", office("xl/workbook.xml"), "xlsx", "清单.xlsx"),
    ("x.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "webp", "x.webp"),
    ("微信图片.jpg", b"RIFF\x10\0\0\0WEBPVP8 ", "webp", "微信图片.jpg.webp"),
    ("r.wav", b"RIFF\x10\0\0\0WAVEfmt ", "wav", "r.wav"),
    ("IMG_1.HEIC", container(b"heic"), "heic", "IMG_1.HEIC"),
    ("v.mp4", container(b"isom"), "mp4", "v.mp4"),
    ("IMG_2.MOV", container(b"qt  "), "mov", "IMG_2.MOV"),
    ("录音.m4a", container(b"M4A "), "m4a", "录音.m4a"),
    ("录音.m4a", container(b"mp42"), "mp4", "录音.m4a"),
    ("v.3gp", container(b"3gp4"), "3gp", "v.3gp"),
    ("t.mp3", b"ID3\x04\0\0" + b"\0" * 20, "mp3", "t.mp3"),
    ("t.mp3", b"\xff\xfb\x90\x64" + b"\0" * 20, "mp3", "t.mp3"),
    ("t.amr", b"#!AMR\n" + b"\0" * 20, "amr", "t.amr"),
    ("run.hta", PDF, "pdf", "run.hta.pdf"),
    (".pdf", PDF, "pdf", ".pdf.pdf"),
    ("no ending", PDF, "pdf", "no ending.pdf"),
]
REFUSED = [
    b"MZ\x90\0",
    b"<html><script>alert(1)</script>",
    b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"\xff\xfe<\0h\0t\0m\0l\0",
    b"\xff\xff\xff\xff",
    container(b"evil"),
    b"RIFF\x10\0\0\0AVI ",
    b"PK\x03\x04broken",
    office("inside.txt"),
    office("word/document.xml", "word/vbaProject.bin"),
    b"\x1a\x45\xdf\xa3",
    b"\0",
]


@pytest.mark.parametrize(("name", "content", "kind", "kept"), TAKEN)
def test_what_phones_and_offices_make_is_taken_for_what_it_is(
    tmp_path: Path, name: str, content: bytes, kind: str, kept: str
) -> None:
    (tmp_path / "f").write_bytes(content)
    assert sniff_evidence(tmp_path / "f", name) == (kind, kept)


@pytest.mark.parametrize("content", REFUSED)
def test_anything_else_is_refused_whatever_it_is_called(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(UploadRefused):
        sniff_evidence(tmp_path / "f", "a.jpg")


def test_what_was_changed_on_disk_is_no_evidence_any_more(world: World) -> None:
    receipt, _ = world.report()
    file_id = world.file(receipt)
    world.claims.desk.give(receipt, file_id).path.write_bytes(PDF + b"!")
    with pytest.raises(UnknownFile):
        world.claims.desk.give(receipt, file_id)


def test_the_same_file_twice_is_one(any_world: World) -> None:
    owner = digest(any_world.draft())
    assert any_world.file(owner) == any_world.file(owner)
    assert len(any_world.claims.evidence.of(owner)) == 1
    assert len([path for path in (any_world.home / "claims").rglob("*") if path.is_file()]) == 1


def test_room_is_bounded_also_for_many_at_once_and_comes_back(any_world: World) -> None:
    any_world.claims.evidence._room = type(any_world.claims.evidence._room)(file=1000, total=3 * len(PDF), files=10)
    owner = digest(any_world.draft())
    received = [any_world.received(owner, PDF) for _ in range(6)]

    def take(number: int) -> str | None:
        try:
            return any_world.claims.evidence.take(owner, f"{number}.pdf", received[number])[0].id
        except NoRoom:
            return None

    with ThreadPoolExecutor(6) as threads:
        kept = [file_id for file_id in threads.map(take, range(6)) if file_id]
    assert len(kept) == 3
    with pytest.raises(NoRoom):
        any_world.claims.evidence.prepare(owner)
    any_world.claims.evidence.remove(owner, kept[0])
    any_world.file(owner, PDF, "again.pdf")
    with pytest.raises(UnknownFile):
        any_world.claims.evidence.remove(owner, kept[0])


def test_nobody_fills_the_disk_with_drafts_that_are_never_sent(world: World) -> None:
    world.claims.evidence._room = type(world.claims.evidence._room)(waiting=1)
    world.file(digest(world.draft()))
    with pytest.raises(NoRoom, match="先提交"):
        world.claims.evidence.prepare(digest(world.draft()))


def test_drafts_of_others_keep_no_report_that_was_sent_from_its_evidence(any_world: World) -> None:
    any_world.claims.evidence._room = type(any_world.claims.evidence._room)(waiting=1, total=len(PDF))
    receipt, _ = any_world.report()
    any_world.file(digest(any_world.draft()))
    any_world.file(receipt)
    with pytest.raises(NoRoom, match="已经很多"):
        any_world.claims.evidence.prepare(receipt)


def test_a_file_joins_only_what_is_open(any_world: World) -> None:
    draft_id = any_world.draft()
    late = any_world.received(digest(draft_id), PDF)
    receipt, _ = any_world.claims.reports.submit(draft_id, SUBMIT)
    with pytest.raises(NoRoom):
        any_world.claims.evidence.take(digest(draft_id), "late.pdf", late)
    for owner in ("0" * 64, digest(draft_id)):
        with pytest.raises(DraftNotFound):
            any_world.claims.evidence.prepare(owner)
    late = any_world.received(receipt.receipt, PDF)
    any_world.act(receipt.receipt, "decline", note="材料不足。")
    with pytest.raises(ReportClosed, match="12345"):
        any_world.claims.evidence.prepare(receipt.receipt)
    with pytest.raises(ReportClosed):
        any_world.claims.evidence.take(receipt.receipt, "late.pdf", late)


def test_files_and_sending_at_once_lose_nothing(any_world: World) -> None:
    draft_id = any_world.draft()
    received = [any_world.received(digest(draft_id), PDF) for _ in range(5)]

    def take(number: int) -> bool:
        try:
            any_world.claims.evidence.take(digest(draft_id), f"{number}.pdf", received[number])
        except QuanquanError:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        taken = [threads.submit(take, number) for number in range(5)]
        receipt, _ = any_world.claims.reports.submit(draft_id, SUBMIT)
    acknowledged = sum(each.result() for each in taken)
    assert len(any_world.claims.desk.one(receipt.receipt).files) == acknowledged
    assert any_world.claims.desk.row(receipt.receipt).files == acknowledged


def test_uploads_that_were_cut_off_are_swept_and_evidence_stays(world: World) -> None:
    receipt, _ = world.report()
    kept = world.claims.desk.give(receipt, world.file(receipt)).path
    part, _ = world.claims.evidence.prepare(receipt)
    part.write_bytes(b"half a film")
    orphan = kept.with_name("f" * 32)
    orphan.write_bytes(PDF)
    assert world.claims.caretaker.once()["uploads_cut_off"] == 0
    for path in (kept, part, orphan):
        os.utime(path, (world.clock.now.timestamp() - 100_000,) * 2)
    world.clock.now = world.clock.now.replace(year=2027)
    assert world.claims.caretaker.once()["uploads_cut_off"] == 2
    assert (kept.exists(), part.exists(), orphan.exists()) == (True, False, False)
