from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from ingest.documents import archive as archives
from ingest.documents.archive import Archive
from ingest.documents.document import Document
from ingest.documents.reading import Job, read_file
from ingest.problems import RejectedFile
from knowledge.manifest import Problem
from tests.ingest.documents.office_files import plain_word, zipped


def renamed(raw: bytes, flag: int = 0, extra: bytes = b"") -> bytes:
    """A ZIP of one file whose name is these bytes, as a program of another system writes it."""
    placeholder = "n" * len(raw)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo(placeholder)
        info.extra = extra
        archive.writestr(info, "受理条件")
    data = target.getvalue().replace(placeholder.encode(), raw)
    at = data.index(b"PK\x01\x02")
    return data[:6] + struct.pack("<H", flag) + data[8 : at + 8] + struct.pack("<H", flag) + data[at + 10 :]


def names(data: bytes) -> list[str]:
    return [member.name for member in Archive("包.zip", data).members()]


def read(data: bytes) -> tuple[list[Document], list[Problem]]:
    events = list(read_file(Job("包.zip", data)))
    return [event for event in events if isinstance(event, Document)], [
        event for event in events if isinstance(event, Problem)
    ]


@pytest.mark.parametrize(
    "data",
    [
        renamed("公安/身份证.txt".encode(), flag=0x800),
        renamed("公安/身份证.txt".encode("gbk")),
        renamed("公安/身份证.txt".encode()),
        renamed("公安\\身份证.txt".encode("gbk")),
        renamed(
            b"???.txt",
            extra=struct.pack("<HHBL", 0x7075, 5 + 20, 1, zlib.crc32(b"???.txt")) + "公安/身份证.txt".encode(),
        ),
    ],
)
def test_names_are_read_as_their_system_wrote_them(data: bytes) -> None:
    assert names(data) == ["公安/身份证.txt"]


def test_a_name_of_no_known_encoding_is_still_a_name() -> None:
    assert names(renamed(b"\x81\xff.txt")) == ["ü\u00a0.txt"]


def test_a_unicode_name_that_belongs_to_another_name_is_not_believed() -> None:
    extra = struct.pack("<HHBL", 0x7075, 5 + 5, 1, 12345) + b"x.txt"
    assert names(renamed(b"abc.txt", extra=extra)) == ["abc.txt"]


def test_litter_is_passed_over_without_a_word() -> None:
    litter: dict[str, bytes | str] = dict.fromkeys(
        ("__MACOSX/._甲.docx", "公安/Thumbs.db", "~$甲.docx", ".DS_Store", "desktop.ini"), b"x"
    )
    documents, problems = read(zipped({**litter, "甲.docx": plain_word()}))
    assert ([document.name for document in documents], problems) == (["甲.docx"], [])


def test_places_and_problems_name_the_member() -> None:
    documents, problems = read(zipped({"公安/甲.docx": plain_word(), "坏.docx": plain_word()[:900]}))
    assert documents[0].member == "公安/甲.docx" and documents[0].file == "包.zip"
    assert len(problems) == 1


def test_an_archive_in_an_archive_is_looked_into_once() -> None:
    inner = zipped({"甲.docx": plain_word()})
    documents, problems = read(zipped({"内.zip": inner, "深.zip": zipped({"更深.zip": inner})}))
    assert [document.member for document in documents] == ["内.zip/甲.docx"]
    assert [problem.reason for problem in problems] == ["压缩包里套的压缩包太多层，请解开后再打包"]


@pytest.mark.parametrize(
    "name", ["../甲.docx", "a/../../甲.docx", "/etc/甲.docx", "C:/甲.docx", "..\\甲.docx", "甲\u202excod.exe"]
)
def test_a_name_that_points_out_of_the_archive_is_refused(name: str) -> None:
    documents, problems = read(zipped({name: plain_word(), "乙.docx": plain_word()}))
    assert [document.member for document in documents] == ["乙.docx"]
    assert [problem.reason for problem in problems] == ["压缩包里这个文件的名字不安全，没有读取"]


def test_of_two_files_with_one_name_the_first_counts() -> None:
    target = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(target, "w") as archive:
        archive.writestr("甲.txt", "一")
        archive.writestr("甲.txt", "二")
    documents, problems = read(target.getvalue())
    assert [text.text for document in documents for text in document.texts()] == ["一"]
    assert len(problems) == 1


def test_an_empty_archive_is_told() -> None:
    assert [problem.reason for problem in read(zipped({}))[1]] == ["压缩包里没有文件"]


def test_a_locked_member_is_told_and_the_others_are_read() -> None:
    data = zipped({"甲.txt": "一", "乙.txt": "二"})
    at = data.index(b"PK\x01\x02")
    documents, problems = read(data[: at + 8] + struct.pack("<H", 1) + data[at + 10 :])
    assert len(documents) == 1
    assert [problem.reason for problem in problems] == ["压缩包有密码，请去掉密码重新打包"]


def test_a_member_of_a_strange_method_is_told() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("甲.txt", "一")
    assert [problem.reason for problem in read(target.getvalue())[1]] == [
        "压缩方式不支持，请用电脑自带的“压缩”功能重新打包成 ZIP"
    ]


def test_a_member_whose_checksum_is_wrong_is_told() -> None:
    data = zipped({"甲.txt": "一" * 100})
    at = data.index(b"PK\x01\x02") + 16
    broken = data[:14] + b"\0\0\0\0" + data[18:at] + b"\0\0\0\0" + data[at + 4 :]
    documents, problems = read(broken)
    assert documents == [] and len(problems) == 1


def test_sizes_in_the_directory_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 1000)
    data = zipped({"甲.txt": "一" * 100_000})
    at = data.index(b"PK\x01\x02") + 24
    assert len(read(data[:at] + struct.pack("<L", 10) + data[at + 4 :])[1]) == 1


def test_the_budget_is_shared_by_all_members() -> None:
    data = zipped({f"{number}.txt": bytes(1000) for number in range(5)})
    archive = Archive("包.zip", data, budget=3500)
    read_members = 0
    with pytest.raises(RejectedFile, match="压缩炸弹"):
        for info in archive.infos:
            archive.read(info)
            read_members += 1
    assert read_members == 3


def test_a_read_that_skips_goes_on_after_the_member_that_was_fatal() -> None:
    inner = zipped({"b1.txt": "b1", "b2.txt": "b2"})
    members: dict[str, bytes | str] = {"a.txt": "a", "b.zip": inner, "c.txt": "c"}
    data = zipped(members)
    everything = [event.member for event in read_file(Job("包.zip", data)) if isinstance(event, Document)]
    assert everything == ["a.txt", "b.zip/b1.txt", "b.zip/b2.txt", "c.txt"]
    after = {
        skip: [event.member for event in read_file(Job("包.zip", data, skip=skip)) if isinstance(event, Document)]
        for skip in range(1, 6)
    }
    assert after == {1: everything[1:], 2: ["c.txt"], 3: everything[2:], 4: everything[3:], 5: []}
