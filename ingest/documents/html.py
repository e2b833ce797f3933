"""Web pages of departments: headings, paragraphs, lists, tables and definition lists of the main content."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.documents.document import Document
from ingest.documents.html_charset import decode_page
from ingest.documents.html_flow import collapsed
from ingest.documents.html_reader import TOO_DEEP, PageReader
from ingest.problems import rejection, warning
from knowledge.manifest import Problem


def read_html(file: str, data: bytes, charset: str = "", url: str = "") -> Document:
    """The main content of a page. ``charset`` is what the HTTP header said, ``url`` where the page was fetched.

    Nothing is fetched and no script runs. Raises ``RejectedFile`` for what cannot be decoded, is nested beyond reason or
    holds no text.
    """
    text, problems = decode_page(file, data, charset)
    root = _parsed(file, text)
    body = root.find("body")
    reader = PageReader(file, body if body is not None else root)
    blocks = reader.read()
    if not blocks:
        raise rejection(file, "网页里没有找到正文文字（可能是图片，或由脚本临时生成），请提供 Word、PDF 或含文字的网页")
    return Document(
        file=file,
        format="html",
        blocks=tuple(blocks),
        title=page_facts(root).get("ArticleTitle") or collapsed(root.findtext(".//title") or ""),
        url=url,
        warnings=(*problems, *_pictures(file, reader)),
    )


def page_facts(root: HtmlElement) -> dict[str, str]:
    """What the page's ``<meta name=... content=...>`` say; government pages bear ArticleTitle, PubDate, ContentSource."""
    named = {meta.get("name", ""): collapsed(meta.get("content", "")) for meta in root.iter("meta")}
    return {name: value for name, value in named.items() if name and value}


def _parsed(file: str, text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise rejection(file, "网页是空的，没有可读的内容") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise rejection(file, TOO_DEEP)
    _closed(root)
    return root


def _closed(root: HtmlElement) -> None:
    """``<dt>`` and ``<dd>`` end where the next begins, also where nobody closed them; the parser nests those."""
    for item in list(root.iter("dt", "dd")):
        inner = next((child for child in item if child.tag in ("dt", "dd")), None)
        if inner is not None:
            following = [inner, *inner.itersiblings()]
            for place, element in enumerate(following, start=item.getparent().index(item) + 1):
                item.getparent().insert(place, element)


def _pictures(file: str, reader: PageReader) -> tuple[Problem, ...]:
    if reader.pictures == 0 or reader.characters >= _FEW_CHARACTERS:
        return ()
    return (warning(file, f"网页正文大多是图片（{reader.pictures} 张），图片里的文字没有读取，请核对"),)


_FEW_CHARACTERS = 60
