"""Web pages as five departments' sites print them: menus, scripts and footers included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from knowledge.models import ServiceGuide
from tests.ingest.exports import departments as who
from tests.ingest.exports.layout import Layout, one_each
from tests.ingest.exports.prose import plain, stepped
from tests.ingest.exports.wording import LISTS, PAIRS, TEXTS, Wording, chinese, numbered

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}_泉州市鲤城区人民政府</title>
<style>.nav li {{ float: left }}</style>
<script>var item = {{ "事项名称": "首页" }};</script>
</head>
<body>
<div class="header"><a href="/">首页</a> <ul class="nav"><li><a href="/zwgk">政务公开</a></li>
<li><a href="/bsfw">办事服务</a></li><li><a href="/hdjl">互动交流</a></li></ul></div>
<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/bsfw">办事服务</a> &gt; 办事指南</div>
{body}
<div class="footer"><p>主办：泉州市鲤城区人民政府办公室</p><p>网站标识码：3505020001 闽ICP备05000001号</p></div>
</body>
</html>
"""


def _page(title: str, body: str, charset: str = "utf-8") -> bytes:
    text = _PAGE.format(title=escape(title), body=body, charset=charset)
    return text.encode("gb18030" if charset == "gb2312" else charset)


def _pairs(wording: Wording, guide: ServiceGuide, name: str) -> list[tuple[str, ...]]:
    return wording.fee_lines(guide) if name == "fee" else wording.online_lines(guide)


def _list(values: Sequence[str], tag: str = "ol") -> str:
    return f"<{tag}>" + "".join(f"<li>{escape(value)}</li>" for value in values) + f"</{tag}>"


def _broken(lines: Sequence[str]) -> str:
    return "<br>\n".join(escape(line) for text in lines for line in text.split("\n"))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], head: str = "th") -> str:
    drawn = ["<tr>" + "".join(f"<{head}>{escape(text)}</{head}>" for text in heads) + "</tr>"] if heads else []
    drawn += ["<tr>" + "".join(f"<td>{_broken([text])}</td>" for text in row) + "</tr>" for row in rows]
    return "<table>\n" + "\n".join(drawn) + "\n</table>"


def definitions(guide: ServiceGuide) -> bytes:
    """A definition list; fields of several parts hold one of their own."""
    wording = who.SOUTH
    parts = [f'<main>\n<h1>{escape(guide.name)}</h1>\n<dl class="guide">']
    for name in wording.order:
        parts.append(f"<dt>{wording.labels[name]}</dt>")
        if name in PAIRS:
            parts.append(f"<dd>{_inner(_pairs(wording, guide, name))}</dd>")
        elif name in TEXTS:
            parts.append(f"<dd>{_list(getattr(guide, name))}</dd>")
        elif name == "faq":
            parts.append(f"<dd>{_inner([(one.q, one.a) for one in guide.faq])}</dd>")
        elif name in LISTS:
            heads = wording.columns[name]
            rows = wording.rows(name, guide)
            parts.append("<dd>" + "\n".join(_inner(list(zip(heads, row, strict=True))) for row in rows) + "</dd>")
        else:
            parts.append(f"<dd>{escape(wording.line(name, guide))}</dd>")
    return _page(guide.name, "\n".join([*parts, "</dl>\n</main>"]))


def _inner(pairs: Sequence[tuple[str, ...]]) -> str:
    drawn = "".join(f"<dt>{escape(label)}</dt><dd>{_broken([value])}</dd>\n" for label, value in pairs)
    return f"<dl>{drawn}</dl>"


def rowspan(guide: ServiceGuide) -> bytes:
    """One table; a section's label spans its rows."""
    wording = who.PROVINCE
    rows: list[str] = [f'<tr><td colspan="6" align="center"><b>{escape(guide.name)}办事指南</b></td></tr>']
    for name in wording.order:
        label = wording.labels[name]
        if name in LISTS:
            body = [wording.columns[name], *wording.rows(name, guide)]
        elif name in PAIRS:
            body = _pairs(wording, guide, name)
        elif name in TEXTS:
            body = [(text,) for text in getattr(guide, name)]
        else:
            body = [(wording.line(name, guide),)]
        rows += _spanned(label, body)
    extras = [f'<tr><th>{label}</th><td colspan="5">{value}</td></tr>' for label, value in wording.extras(guide)]
    rows[3:3] = extras
    return _page(guide.name, '<div id="content">\n<table border="1">\n' + "\n".join(rows) + "\n</table>\n</div>")


def _spanned(label: str, body: Sequence[Sequence[str]]) -> list[str]:
    rows = []
    for number, texts in enumerate(body):
        head = f'<th rowspan="{len(body)}">{label}</th>' if not number else ""
        wide = f' colspan="{6 - len(texts)}"' if len(texts) < 5 else ""
        cells = [f"<td>{_broken([text])}</td>" for text in texts[:-1]] + [f"<td{wide}>{_broken([texts[-1]])}</td>"]
        rows.append("<tr>" + head + "".join(cells) + "</tr>")
    return rows


_TABS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("基本信息", ("id", "name", "aliases", "department", "audience", "life_events", "summary", "result", "related")),
    ("办理信息", ("statutory_days", "promised_days", "visits", "online", "fee", "places")),
    ("申请条件", ("conditions",)),
    ("所需材料", ("materials", "variants")),
    ("办事流程", ("steps",)),
    ("法律依据", ("legal_basis",)),
    ("问答", ("faq",)),
)


def tabs(guide: ServiceGuide) -> bytes:
    """Tabs of labelled divisions; all but the first are hidden until somebody clicks."""
    wording = who.CITY
    names = _list([name for name, _ in _TABS], "ul")
    parts = [f'<div class="article"><h1>{escape(guide.name)}</h1>\n<div class="tab-heads">{names}</div>']
    for number, (_, fields) in enumerate(_TABS):
        shown = "active" if not number else "hide"
        body = "\n".join(_field(wording, guide, name) for name in fields)
        parts.append(f'<div class="tab-panel {shown}" id="tab{number}">\n{body}\n</div>')
    return _page(guide.name, "\n".join([*parts, "</div>"]))


def _field(wording: Wording, guide: ServiceGuide, name: str) -> str:
    prose = plain(wording, guide)
    if name in ("materials", "variants", "places"):
        value = _table(wording.columns[name], wording.rows(name, guide))
    elif name in TEXTS:
        value = "".join(f"<p>{escape(line)}</p>" for line in numbered(getattr(guide, name), "{}、"))
    elif name in prose:
        value = "".join(f"<p>{escape(line)}</p>" for line in prose[name])
    else:
        value = escape(wording.line(name, guide))
    return f'<div class="row"><div class="label">{wording.labels[name]}：</div><div class="value">{value}</div></div>'


def sections(guide: ServiceGuide) -> bytes:
    """Headings with lists and paragraphs below; the facts stand in a table inside a layout table."""
    wording = who.EAST
    prose = stepped(wording, guide)
    facts = [name for name in wording.order if name not in (*LISTS, *TEXTS, *PAIRS, "summary")]
    table = _table((), [(wording.labels[name], wording.line(name, guide)) for name in facts])
    parts = [f"<article><table><tr><td>\n<h1>{escape(guide.name)}</h1>\n{table}\n</td></tr></table>"]
    for number, name in enumerate((name for name in wording.order if name not in facts), 1):
        parts.append(f"<h2>{chinese(number)}、{wording.labels[name]}</h2>")
        if name in TEXTS:
            parts.append(_list(getattr(guide, name), "ul"))
        elif name == "materials":
            parts.append(_table(("序号", *wording.columns[name]), _serial(wording.rows(name, guide)), "td"))
        elif name in prose:
            parts.append("\n".join(f"<p>{escape(line)}</p>" for line in prose[name]))
        else:
            parts.append(f"<p>{escape(wording.line(name, guide))}</p>")
    return _page(guide.name, "\n".join([*parts, "</article>"]))


def _serial(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(str(number), *row) for number, row in enumerate(rows, 1)]


def old(guide: ServiceGuide) -> bytes:
    """A page of 2008: GBK, tables for everything, fonts, line breaks for lists."""
    wording = who.BUREAU
    prose = plain(wording, guide)
    rows = []
    for name in wording.order:
        lines = numbered(getattr(guide, name), "（{}）") if name in TEXTS else prose.get(name)
        value = _broken(lines or [wording.line(name, guide)])
        label = f'<td width="120" bgcolor="#eeeeee"><font color="#003399"><b>{wording.labels[name]}</b></font></td>'
        rows.append(f"<tr>{label}<td><font size=2>{value}</font></td></tr>")
    body = f'<center><font size=5>{escape(guide.name)}</font></center>\n<table class="TRS_Editor">'
    return _page(guide.name, body + "\n".join(rows) + "</table>", "gb2312")


_DRAWN: dict[str, Callable[[ServiceGuide], bytes]] = {
    "definitions": definitions,
    "rowspan": rowspan,
    "tabs": tabs,
    "sections": sections,
    "old_gbk": old,
}
LAYOUTS = tuple(Layout(f"html/{name}", one_each("{id}.html", draw)) for name, draw in _DRAWN.items())
