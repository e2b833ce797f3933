"""Scans and photos: tables and text as printed, doubt told with its place, hostile pictures refused."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ingest.documents import ocr_engine
from ingest.documents.document import Document
from ingest.documents.ocr import NOT_SURE, read_image, to_be_checked
from ingest.documents.ocr_engine import full_width
from ingest.documents.ocr_image import find_rules, open_image, straightened
from ingest.documents.pdf import read_pdf
from ingest.problems import RejectedFile
from knowledge.models import Position
from tests.ingest.documents import scan_files as scan

pytestmark = pytest.mark.xdist_group("ocr")
printed = pytest.mark.skipif(scan.font_file() is None, reason="no Chinese font on this machine (fonts-noto-cjk)")

ROWS = [["申请条件", "年满十八周岁"], ["承诺时限", "20个工作日"], ["收费标准", "不收费"]]


def cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in next(document.tables()).rows]


@printed
def test_a_table_that_lay_askew_is_read_into_its_cells() -> None:
    picture = scan.copied(scan.form(ROWS, (80, 200, 500)), turn=2, blur=0.8, noise=8)
    document = read_image("photo.jpg", scan.saved(picture))
    assert cells(document) == ROWS
    at = next(document.tables()).rows[1][1].at
    assert (at.page, at.table, at.row, at.column) == (1, 1, 2, 2)
    assert document.format == "image" and "机器识别" in document.warnings[0].reason


@printed
def test_a_label_written_downwards_and_wrapped_lines_are_joined() -> None:
    picture, pen = scan.sheet(height=260)
    unit = scan.DOTS / 72
    for x in (80, 120, 330):
        pen.line((x * unit, 40 * unit, x * unit, 200 * unit), fill=0, width=2)
    for y in (40, 150, 200):
        pen.line((80 * unit, y * unit, 330 * unit, y * unit), fill=0, width=2)
    for number, character in enumerate("申请材料"):
        scan.write(pen, 94, 50 + 22 * number, character)
    lines = ("申请人应当携带本人身份证件到办", "事大厅现场提出申请并如实填报。")
    for number, text in enumerate(lines):
        scan.write(pen, 128, 60 + 24 * number, text, 13)
    scan.write(pen, 84, 165, "费用")
    scan.write(pen, 128, 165, "不收费")
    document = read_image("scan.png", scan.saved(picture, "PNG"))
    assert cells(document) == [["申请材料", "".join(lines)], ["费用", "不收费"]]


@printed
def test_a_photo_is_read_the_way_the_camera_was_held() -> None:
    picture = scan.form(ROWS, (80, 200, 500)).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter clockwise
    assert cells(read_image("photo.jpg", scan.saved(picture, exif=exif))) == ROWS


@printed
@pytest.mark.parametrize("way", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_page_on_its_side_or_its_head_is_turned(way: Image.Transpose) -> None:
    picture = scan.form(ROWS, (80, 200, 500)).transpose(way)
    assert cells(read_image("scan.png", scan.saved(picture, "PNG"))) == ROWS


@printed
def test_scanned_pages_of_a_pdf_are_recognised_and_named() -> None:
    pages = [scan.form(ROWS, (80, 200, 500)), scan.form([["电话", "12345"], ["网办", "可以"]], (80, 200, 500))]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=scan.DOTS)
    document = read_pdf("scan.pdf", file.getvalue())
    assert [[cell.text for cell in row] for table in document.tables() for row in table.rows] == [
        *ROWS,
        ["电话", "12345"],
        ["网办", "可以"],
    ]
    assert "第 1、2 页是图片" in document.warnings[0].reason


@printed
def test_a_full_stop_alone_on_a_line_is_no_nought() -> None:
    picture, pen = scan.sheet(height=160)
    scan.write(pen, 60, 40, "申请人应当如实填报申请表并对材料的真实性负责给予奖励3万元")
    scan.write(pen, 60, 62, "。")
    scan.write(pen, 60, 84, "符合条件的当场受理")
    (first, second) = read_image("scan.png", scan.saved(picture, "PNG")).texts()
    assert (first.text[-4:], second.text) == ("3万元。", "符合条件的当场受理")


@printed
def test_what_is_blurred_beyond_trust_is_named_with_its_place() -> None:
    picture = scan.copied(scan.form(ROWS, (80, 200, 500)), blur=4.2, noise=30)
    try:
        document = read_image("photo.jpg", scan.saved(picture))
    except RejectedFile as error:
        assert "没有认出文字" in error.problem.reason
        return
    doubted = {problem.at for problem in document.warnings if problem.field == NOT_SURE}
    told = [text for text in document.texts() if text.at not in doubted]
    told += [cell for table in document.tables() for row in table.rows for cell in row if cell.at not in doubted]  # type: ignore[misc]
    right = {text for row in ROWS for text in row} | {""}
    assert {piece.text for piece in told} <= right


def test_each_doubt_is_told_by_page_and_by_place() -> None:
    places = [Position(page=2, table=1, row=1, column=2), Position(page=2, paragraph=3)]
    problems = to_be_checked("scan.pdf", [1, 2], places)
    assert [problem.reason for problem in problems][:2] == [
        "第 1、2 页是图片，文字由机器识别，请核对",
        "第 2 页有 2 处看不清，请核对",
    ]
    assert [problem.at for problem in problems if problem.field == NOT_SURE] == places


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "find_spec", lambda name: None)
    picture, _ = scan.sheet()
    with pytest.raises(RejectedFile, match=r"照片.*quanquan\[ocr\]"):
        read_image("photo.png", scan.saved(picture, "PNG"))
    with pytest.raises(RejectedFile, match=r"第 1 页是扫描件.*quanquan\[ocr\]"):
        read_pdf("scan.pdf", scan.saved(picture, "PDF"))


def test_models_are_never_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    class Elsewhere:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(ocr_engine, "find_spec", lambda name: Elsewhere)
    with pytest.raises(RejectedFile, match="quanquan"):
        ocr_engine.require("photo.png", "这是照片")


def test_a_blank_picture_is_told() -> None:
    picture, _ = scan.sheet()
    with pytest.raises(RejectedFile, match="没有认出文字"):
        read_image("photo.png", scan.saved(picture, "PNG"))


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_png_that_claims(60_000, 60_000), "过大|打不开"),
        (_png_that_claims(12_000, 8_000), "过大|打不开"),
        (_png_that_claims(3_000, 2_000), "打不开"),
        (_png_that_claims(8, 8), "太小"),
        (b"\xff\xd8\xff\xe0 no picture", "打不开"),
        (b"GIF89a" + b"\0" * 50, "打不开"),
        (b"", "打不开"),
    ],
)
def test_hostile_pictures_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(RejectedFile, match=reason):
        list(open_image("x.png", data))


def test_a_truncated_photo_is_refused() -> None:
    picture, pen = scan.sheet()
    pen.rectangle((0, 0, 500, 200), fill=90)
    whole = scan.saved(scan.copied(picture, noise=20))
    with pytest.raises(RejectedFile, match="打不开"):
        list(open_image("x.jpg", whole[: len(whole) // 2]))


def test_a_picture_of_many_pages_is_bounded() -> None:
    frames = [Image.new("1", (64, 64), 1) for _ in range(21)]
    file = io.BytesIO()
    frames[0].save(file, "TIFF", save_all=True, append_images=frames[1:])
    with pytest.raises(RejectedFile, match="21 页"):
        list(open_image("x.tiff", file.getvalue()))


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("I;16", "PNG"), ("RGB", "BMP"), ("RGB", "WEBP")]
)
def test_pictures_of_any_depth_become_grey_on_white(mode: str, kind: str) -> None:
    picture = Image.new(mode, (4000, 100)) if mode != "RGBA" else Image.new(mode, (4000, 100), (0, 0, 0, 0))
    (grey,) = open_image("x", scan.saved(picture, kind))
    assert grey.dtype == np.uint8 and grey.ndim == 2 and max(grey.shape) <= 2600
    if mode == "RGBA":
        assert grey.min() == 255


def test_rules_are_found_and_taken_out_and_strokes_of_letters_stay() -> None:
    page = np.full((600, 800), 255, dtype=np.uint8)
    for y in (100, 200, 300):
        page[y : y + 2, 100:700] = 0
    for x in (100, 400, 698):
        page[100:300, x : x + 2] = 0
    page[130:170, 200:203] = 0  # a tall stroke, free on both ends
    across, upright, clean = find_rules(page, unit=800 / 595)
    assert ([round(rule.at / 10) for rule in across], len(upright)) == ([10, 20, 30], 3)
    assert clean[150, 201] == 0 and clean[100:102, 300:350].min() == 255


def test_a_page_that_lies_straight_is_left_as_it_is() -> None:
    page = np.full((400, 600), 255, dtype=np.uint8)
    page[100:380:30, 50:550] = 0
    assert straightened(page) is page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依据:《条例》(2015)96号)", "依据：《条例》（2015）96号）"),
        ("8:00-12:00", "8:00-12:00"),
        ("(含本数)的", "（含本数）的"),
        ("(2)材料", "（2）材料"),
        ("国发[2015]96号", "国发〔2015〕96号"),
        ("国发〔2015]96号", "国发〔2015〕96号"),
        ("APP(v2.0)", "APP(v2.0)"),
    ],
)
def test_punctuation_beside_chinese_is_full_width(text: str, expected: str) -> None:
    assert full_width(text) == expected
