from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from functools import cache

import pypdfium2
import pytest
from docx import Document as open_docx

from ingest.documents.document import Document
from ingest.documents.docx import read_docx
from ingest.documents.html import read_html
from ingest.documents.pdf import read_pdf
from ingest.documents.text import read_text
from ingest.policies.read import read_policy
from ingest.policies.reading import PolicyReading
from knowledge.models import PolicyDocument
from tests.ingest.policies.exports import EXPORTS, library_page, read_tiers
from tests.ingest.policies.samples import FOLDER, Paper, bare, paper, papers, tiers
from tests.ingest.policies.written import TODAY

READERS: dict[str, Callable[[str, bytes], Document]] = {
    "docx": read_docx,
    "pdf": read_pdf,
    "html": read_html,
    "txt": read_text,
    "md": read_text,
}
FIELDS = ("title", "issuer", "level", "district", "published", "valid_from", "valid_to")


def exported(paper: Paper, kind: str) -> bytes:
    if kind == "md":
        return (FOLDER / f"{paper.labels.id}.md").read_bytes()
    if kind == "html" and paper.labels.valid_to is not None and paper.labels.valid_to < TODAY:
        return library_page(paper, status="失效")
    return EXPORTS[kind](paper)


def reading_of(one: Paper, kind: str) -> PolicyReading:
    return _reading(one.labels.id, kind)


@cache
def _reading(name: str, kind: str) -> PolicyReading:
    one = paper(name)
    document = READERS[kind](f"policies/{name}.{kind}", exported(one, kind))
    return read_policy(document, sha256="0" * 64, on=TODAY)


def expected_articles(paper: Paper, kind: str) -> list[tuple[str, str]]:
    articles = dict(paper.articles)
    if kind == "docx":
        for section, steps in tiers(paper.labels).items():
            if section.startswith("第"):
                articles[section] += bare(read_tiers(steps))
    return list(articles.items())


@pytest.mark.parametrize("kind", READERS)
def test_every_shipped_file_is_read_from_this_format_as_its_labels_say(kind: str) -> None:
    for one in papers():
        reading = reading_of(one, kind)
        assert reading.doubts == ()
        (record,) = reading.parsed().records
        assert record.value == one.labels.model_copy(update={"measures": ()})
        assert reading.text.number == one.number
        assert reading.against(one.labels) == reading.problems == ()


@pytest.mark.parametrize("kind", READERS)
def test_articles_are_the_same_from_every_format(kind: str) -> None:
    for one in papers():
        reading = reading_of(one, kind)
        source = reading.text.source
        articles = [(part.section, bare(source[part.start : part.end])) for part in reading.text.articles]
        assert [part for part in articles if part[0]] == expected_articles(one, kind)
        assert reading.text.names(one.labels.title)


def test_the_preface_of_a_word_file_is_its_letter() -> None:
    first, *_ = reading_of(paper("P001"), "docx").text.passages(paper("P001").labels)
    assert first.section == ""
    assert first.text.split("\n\n") == [
        "泉州市鲤城区人民政府办公室文件",
        "泉鲤政办规〔2025〕1号",
        "泉州市鲤城区人民政府办公室关于印发《鲤城区支持工业企业上规入库若干措施》的通知",
        "各街道办事处，区直有关单位，各有关企业：",
        "现将《鲤城区支持工业企业上规入库若干措施》印发给你们，请结合实际认真贯彻执行。",
        "泉州市鲤城区人民政府办公室",
        "二〇二五年一月二十日",
    ]


def test_the_place_of_an_article_is_the_paragraph_that_word_shows() -> None:
    for one in papers()[::5]:
        paragraphs = open_docx(io.BytesIO(exported(one, "docx"))).paragraphs
        reading = reading_of(one, "docx")
        for section, text in first_words(reading):
            assert paragraphs[reading.origin.fields[section].paragraph - 1].text.startswith(text)


def test_the_place_of_an_article_is_its_page_of_the_pdf() -> None:
    for one in papers()[::8]:
        pdf = pypdfium2.PdfDocument(exported(one, "pdf"))
        pages = [bare(page.get_textpage().get_text_range()) for page in pdf]
        reading = reading_of(one, "pdf")
        for section, text in first_words(reading):
            assert bare(text) in pages[reading.origin.fields[section].page - 1]


@pytest.mark.parametrize("kind", ["html", "txt", "md"])
def test_the_place_of_an_article_is_its_line_of_the_source(kind: str) -> None:
    for one in papers()[::5]:
        lines = exported(one, kind).decode().splitlines()
        reading = reading_of(one, kind)
        for section, text in first_words(reading):
            assert text in lines[reading.origin.fields[section].line - 1]


def first_words(reading: PolicyReading) -> list[tuple[str, str]]:
    """Name and first characters of each article (of several pieces the first)."""
    source = reading.text.source
    firsts = {part.section: source[part.start : part.start + 8] for part in reversed(reading.text.articles)}
    return [(section, text.partition("\n")[0]) for section, text in firsts.items() if section]


@pytest.mark.parametrize("kind", READERS)
def test_every_fact_has_its_words_and_its_place(kind: str) -> None:
    for one in papers()[::7]:
        reading = reading_of(one, kind)
        for name in FIELDS:
            if getattr(one.labels, name) is not None:
                assert reading.facts[name].quote
                assert reading.origin.fields[name] == reading.facts[name].at
                assert reading.origin.fields[name].words


@pytest.mark.parametrize("width", [20, 31])
def test_text_whose_lines_are_broken_anywhere_is_read_right_or_told(width: int) -> None:
    for one in papers():
        lines = exported(one, "txt").decode().splitlines()
        broken = "\n".join(line[start : start + width] for line in lines for start in range(0, len(line), width))
        reading = read_policy(read_text(f"{one.labels.id}.txt", broken.encode()), sha256="0" * 64, on=TODAY)
        for name in FIELDS:
            expected = getattr(one.labels, name)
            if name in reading.facts:
                assert reading.facts[name].value == expected
            elif expected is not None:
                assert reading.doubts


def test_a_page_in_gbk_reads_like_one_in_utf_8() -> None:
    data = library_page(paper("P010"), charset="gbk")
    reading = read_policy(read_html("policies/P010.html", data), sha256="0" * 64, on=TODAY)
    assert reading.parsed().records[0].value.valid_from == date(2025, 3, 3)


def test_a_day_of_posting_that_differs_leaves_the_start_open_where_it_counts_from_there() -> None:
    data = library_page(paper("P010"), posted="2025-03-10")
    reading = read_policy(read_html("policies/P010.html", data), sha256="0" * 64, on=TODAY)
    assert [doubt.field for doubt in reading.doubts] == ["valid_from"]
    assert "valid_from" not in reading.facts
    other = library_page(paper("P001"), posted="2025-02-01")
    assert read_policy(read_html("policies/P001.html", other), sha256="0" * 64, on=TODAY).doubts == ()


def test_what_a_page_calls_ended_is_not_published_as_in_force() -> None:
    ended = read_policy(read_html("P001.html", library_page(paper("P001"), status="已废止")), sha256="0" * 64, on=TODAY)
    assert ended.parsed().records == ()
    assert "废止" in ended.parsed().problems[0].reason
    expired = read_policy(read_html("P033.html", library_page(paper("P033"), status="失效")), sha256="0" * 64, on=TODAY)
    assert expired.parsed().records[0].value.valid_to == date(2024, 6, 30)


def test_labels_stay_in_force_and_the_text_is_compared_with_them() -> None:
    labels: PolicyDocument = paper("P001").labels
    mistaken = labels.model_copy(update={"valid_to": date(2028, 12, 31), "issuer": "泉州市鲤城区商务局"})
    told = reading_of(paper("P001"), "pdf").against(mistaken)
    assert [(problem.field, problem.severity) for problem in told] == [("issuer", "warning"), ("valid_to", "warning")]
    assert "2027-12-31" in told[1].reason and "2028-12-31" in told[1].reason
    assert told[1].at is not None and told[1].at.page
