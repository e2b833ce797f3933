"""The packet: all of it there, nothing broken by what people typed, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from assistant.claims.handover.content import Decision, Event, PacketContent, Proof, Sign, legal_bases
from assistant.claims.handover.packet import MASKED_MARK, SAMPLE_MARK, document

CONTENT = PacketContent(
    title="疑似恶意索赔线索",
    case_id="a" * 32,
    receiver="公安",
    made_on="2026-11-24",
    sample=True,
    masked=False,
    news="认定已经撤销。",
    facts="第一行事实。\n第二行事实。",
    parties=(("姓名（疑似）", "试某某"),),
    timeline=(Event("2026-10-01", "投诉", "12315:A1", "某某食品店", "1000", "撤回"),),
    timeline_total=9,
    evidence=(Proof("聊天记录.pdf", "application/pdf", 1234, "e" * 64),),
    factors=(Sign("批量投诉", "一个月内 9 件", ("12315:A1", "12315:A2")),),
    against=(Sign("有真实消费", "有小票", ("12315:A3",)),),
    decisions=(Decision("2026-11-24 10:00", "市场监管 林科员", "第二人复核认定", "证据一致"),),
    head="b" * 64,
    length=7,
    whole=True,
    bases=legal_bases(),
)
HOSTILE = "</w:t></w:r><script>&amp;\x00\x08\x1b\ud800\ufffe\u202egpj.exe \"']]>\u2028 {{x}} %s 末"


def said(content: PacketContent) -> str:
    """Every word of the document."""
    paper = Document(io.BytesIO(document(content)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    edges = [part.paragraphs[0].text for part in (paper.sections[0].header, paper.sections[0].footer)]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells, *edges])


def test_the_packet_says_all_of_the_case() -> None:
    text = said(CONTENT)
    for words in ("疑似恶意索赔线索", "第一行事实。", "第二行事实。", "试某某", "12315:A1、12315:A2", "有真实消费", "聊天记录.pdf",
                  "1234", "e" * 64, "b" * 64, "证据一致", "林科员", "接收单位：公安", "认定已经撤销。", "共 9 件，以上是其中 1 件", SAMPLE_MARK,
                  "《市场监督管理投诉举报处理办法》第十条、第十六条"):  # fmt: skip
        assert words in text, words
    assert MASKED_MARK not in text
    assert MASKED_MARK in said(replace(CONTENT, masked=True))
    assert SAMPLE_MARK not in said(replace(CONTENT, sample=False))
    assert "记录不完整" in said(replace(CONTENT, whole=False))


def test_pages_are_numbered() -> None:
    with zipfile.ZipFile(io.BytesIO(document(CONTENT))) as packed:
        footers = [packed.read(name).decode() for name in packed.namelist() if "footer" in name and "_rels" not in name]
    assert any('w:instr="PAGE"' in each for each in footers)


@pytest.mark.parametrize("text", [HOSTILE, "", "长" * 20_000, "\x00", "一\r\n二\t三"])
def test_nothing_typed_breaks_the_document(text: str) -> None:
    content = replace(
        CONTENT,
        title=text,
        facts=text,
        parties=((text, text),),
        evidence=(Proof(text, text, 0, text),),
        factors=(Sign(text, text, (text,)),),
        decisions=(Decision(text, text, text, text),),
        timeline=(Event(text, text, text, text, text, text),),
    )
    found = said(content)
    assert not set(found) & set("\x00\x08\x1b\ufffe\u202e\u2028")
    if text is HOSTILE:
        assert "</w:t></w:r><script>&amp;gpj.exe \"']]> {{x}} %s 末" in found


def test_the_same_content_gives_the_same_bytes_and_another_gives_others() -> None:
    first = document(CONTENT)
    assert first == document(CONTENT)
    assert first != document(replace(CONTENT, facts="别的"))
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_case_still_makes_a_packet() -> None:
    bare = replace(
        CONTENT, parties=(), timeline=(), timeline_total=0, evidence=(), factors=(), against=(), decisions=()
    )
    text = said(bare)
    for words in ("没有登记当事人", "没有登记的投诉举报", "没有随案的文件", "还没有决定"):
        assert words in text
