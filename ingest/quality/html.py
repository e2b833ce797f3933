"""The report as one self-contained page: no script, nothing fetched, readable on a phone and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from html import escape
from importlib.resources import files
from string import Template

from ingest.problems import forbidden_character, shown
from ingest.quality.findings import SEVERITIES
from ingest.quality.model import Counts, DepartmentCount, QualityReport, Row, Where
from ingest.quality.places import is_web

_LONGEST = 4000
_MOST_PLACES = 5
"""Places shown openly; a fault that two hundred guides share would otherwise bury the next."""


def report_page(report: QualityReport, source: str | None = None) -> str:
    """The whole page; ``source`` is the way from the page's folder to the source's, ``None`` leaves its files unlinked."""
    style = _file("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Template(_file("page.html")).substitute(
        style_hash=f"sha256-{digest}",
        style=style,
        made_on=report.made_on.isoformat(),
        guides=report.guides,
        policies=report.policies,
        snapshot=f" · 版本 {_text(report.snapshot_id)}" if report.snapshot_id else "",
        totals="".join(f'<li class="{name}"><strong>{report.counts[name]}</strong>{name}</li>' for name in SEVERITIES),
        body=_body(report, source),
    )


def _body(report: QualityReport, source: str | None) -> str:
    if not report.rows:
        return f'{_checks(report)}<p id="rows">没有发现问题。</p>'
    by_department: dict[str, list[Row]] = defaultdict(list)
    for row in report.rows:
        by_department[row.department].append(row)
    titles = {check.check: check.title for check in report.checks}
    anchors = {one.department: f"d-{number}" for number, one in enumerate(report.departments, start=1)}
    sections = (
        _section(one, anchors[one.department], by_department[one.department], titles, source)
        for one in report.departments
        if one.department in by_department
    )
    return f'{_departments(report, anchors)}{_checks(report)}{_filter()}<div id="rows">{"".join(sections)}</div>'


def _departments(report: QualityReport, anchors: dict[str, str]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_anchor(one, anchors)}</th><td>{one.records}</td>{_cells(one.counts)}</tr>'
        for one in report.departments
    )
    return f'<h2>各部门</h2><table><thead><tr><th scope="col">部门</th><th scope="col">份数</th>{_heads()}</tr></thead><tbody>{rows}</tbody></table>'


def _anchor(one: DepartmentCount, anchors: dict[str, str]) -> str:
    name = _text(one.department)
    return f'<a href="#{anchors[one.department]}">{name}</a>' if any(one.counts.values()) else name


def _checks(report: QualityReport) -> str:
    rows = "".join(f'<tr><th scope="row">{_text(one.title)}</th>{_cells(one.counts)}</tr>' for one in report.checks)
    table = f'<table><thead><tr><th scope="col">检查</th>{_heads()}</tr></thead><tbody>{rows}</tbody></table>'
    return f"<details><summary>做了哪些检查（{len(report.checks)} 项）</summary>{table}</details>"


def _heads() -> str:
    return "".join(f'<th scope="col">{name}</th>' for name in SEVERITIES)


def _cells(counts: Counts) -> str:
    return "".join(f"<td>{counts[name]}</td>" for name in SEVERITIES)


def _filter() -> str:
    """Radio buttons that the style sheet reads; a browser too old for that shows all rows."""
    choices = (("全部", " checked"), *((name, "") for name in SEVERITIES))
    labels = "".join(
        f'<label><input type="radio" name="only" id="only-{name}"{checked}>{name}</label>' for name, checked in choices
    )
    return f'<fieldset class="screen"><legend>只看</legend>{labels}</fieldset>'


def _section(one: DepartmentCount, anchor: str, rows: list[Row], titles: dict[str, str], source: str | None) -> str:
    counts = "，".join(f"{name} {one.counts[name]}" for name in SEVERITIES if one.counts[name])
    articles = "".join(_article(row, titles[row.check], source) for row in rows)
    return (
        f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{_text(one.department)}'
        f' <span class="soft">{counts}</span></h2>{articles}</section>'
    )


def _article(row: Row, title: str, source: str | None) -> str:
    about = row.name + (f"（{row.id}）" if row.id else "")
    field = f" · {_text(row.field)}" if row.field else ""
    quotes = "".join(f"<blockquote>{_text(quote)}</blockquote>" for quote in row.quotes)
    quoted = f"<details><summary>原文</summary>{quotes}</details>" if quotes else ""
    return (
        f'<article data-severity="{row.severity}"><p><span class="badge {row.severity}">{row.severity}</span>'
        f'<span class="soft">{_text(title)}{field}</span></p><h3>{_text(about or title)}</h3>'
        f'<p>{_text(row.what)}</p><p class="todo">{_text(row.todo)}</p>{quoted}{_places(row, source)}</article>'
    )


def _places(row: Row, source: str | None) -> str:
    items = [f"<li>{_place(where, source)}</li>" for where in row.where if where.words]
    if not items:
        return ""
    first, rest = "".join(items[:_MOST_PLACES]), "".join(items[_MOST_PLACES:])
    more = f'<details><summary>另外 {len(items) - _MOST_PLACES} 处</summary><ul class="where">{rest}</ul></details>'
    return f'<ul class="where" aria-label="位置">{first}</ul>{more if rest else ""}'


def _place(where: Where, source: str | None) -> str:
    href = address(where, source)
    words = _text(where.words)
    return f'<a href="{escape(href)}" rel="noreferrer">{words}</a>' if href else words


def address(where: Where, source: str | None) -> str:
    """What the page links to: a web address as it is, a file only where the source's folder is known."""
    if is_web(where.link):
        return where.link
    return f"{source.rstrip('/') or '.'}/{where.link}" if source is not None and where.link else ""


def _text(text: str) -> str:
    """Escaped, and without the characters that make text read otherwise than it is stored."""
    if forbidden_character(text) is not None:
        text = "".join(character if character in "\n\t" else shown(character) for character in text)
    return escape(text[:_LONGEST])


def _file(name: str) -> str:
    return (files("ingest.quality") / name).read_text("utf-8")
