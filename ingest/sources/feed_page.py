"""One page of a feed: its records, and where the next page is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from ingest.documents.html_charset import decode_page
from ingest.problems import RejectedFile, shown
from ingest.sources.answer import Answer
from ingest.sources.config import Cursor, FeedConfig, LinkHeader, NextField, Numbered, Offset, Since
from ingest.sources.failures import FetchFailed, ListingBroken
from ingest.sources.mirror import Page
from ingest.sources.urls import joined
from ingest.sources.visit import not_a_web_page

_DEEPEST = 60


class Repeated(dict[str, object]):
    """A JSON object in which a name stands twice: nobody knows which value is meant."""


@dataclass(frozen=True)
class FeedPage:
    """``items`` as parsed, ``total`` as the feed counts all its records, ``value`` the whole body."""

    items: tuple[object, ...]
    total: int | None
    value: object


def accept_page(config: FeedConfig, url: str, answer: Answer) -> None:
    """Raises FetchFailed for what cannot be a page of this feed, so that it is never kept as one."""
    not_a_web_page(answer)
    if not answer.unchanged:
        read_page(config, answer.body, answer.charset)


def read_page(config: FeedConfig, data: bytes, charset: str) -> FeedPage:
    """The page; raises FetchFailed when it is not JSON or has no list of records where it should."""
    value = _json(data, charset)
    items = dig(value, config.items)
    if not isinstance(items, list):
        raise FetchFailed(f"接口的数据里找不到记录列表（{config.items or '最外层'}），请核对 items")
    total = dig(value, config.total) if config.total else None
    return FeedPage(tuple(items), _count(total), value)


def _json(data: bytes, charset: str) -> object:
    try:
        text, _ = decode_page("", data, charset)
        value: object = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object)
    except RejectedFile as error:
        raise FetchFailed("接口的文字编码认不出来，请用 UTF-8") from error
    except RecursionError as error:
        raise FetchFailed("接口的数据括号套得太深") from error
    except ValueError as error:
        raise FetchFailed("接口返回的不是正确的 JSON") from error
    if any(depth > _DEEPEST for _, depth in _walk(value)):
        raise FetchFailed("接口的数据括号套得太深")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    return value if len(value) == len(pairs) else Repeated(value)


def _walk(value: object) -> Iterator[tuple[object, int]]:
    waiting = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting.extend((each, depth + 1) for each in inner)


def repeated(value: object) -> bool:
    """Whether a name stands twice in one object anywhere inside."""
    return any(isinstance(part, Repeated) for part, _ in _walk(value))


def dig(value: object, path: str) -> object:
    """What stands at ``path`` such as ``data.records``; ``None`` when nothing does, the value itself for no path."""
    for name in path.split(".") if path else ():
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def first_url(config: FeedConfig, since: str) -> str:
    """The URL of the first page; ``since`` empty asks for everything."""
    parameters: dict[str, str] = {}
    if config.since and since:
        parameters[config.since.parameter] = since
    return _with(config.url, parameters | _numbering(config, 0, 0))


def next_url(config: FeedConfig, page: Page, content: FeedPage, pages: int, seen: int) -> str | None:
    """The URL after ``page``; ``pages`` and ``seen`` count the pages and the records so far; ``None`` at the end."""
    paging = config.paging
    if isinstance(paging, NextField):
        return _linked(page, dig(content.value, paging.field))
    if isinstance(paging, LinkHeader):
        return _linked(page, page.next_link)
    if isinstance(paging, Cursor):
        cursor = dig(content.value, paging.field)
        return None if cursor in (None, "", False) else _with(page.url, {paging.parameter: _scalar(cursor)})
    over = not content.items or (content.total is not None and seen >= content.total)
    if over or not isinstance(paging, Numbered | Offset):
        return None
    return _with(page.url, _numbering(config, pages, seen))


def _numbering(config: FeedConfig, pages: int, seen: int) -> dict[str, str]:
    paging = config.paging
    if isinstance(paging, Numbered):
        size = {paging.size_parameter: str(paging.size)} if paging.size_parameter else {}
        return {paging.parameter: str(paging.first + pages)} | size
    if isinstance(paging, Offset):
        return {paging.parameter: str(seen), paging.size_parameter: str(paging.size)}
    return {}


def _with(url: str, parameters: dict[str, str]) -> str:
    return str(httpx.URL(url).copy_merge_params(parameters)) if parameters else url


def _linked(page: Page, link: object) -> str | None:
    if link in (None, "", False):
        return None
    url = joined(page.final_url, link) if isinstance(link, str) else None
    if url is None:
        raise ListingBroken(f"下一页的网址不能识别：{shown(link)}")
    return url


def _scalar(value: object) -> str:
    if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 500:
        return str(value)
    raise ListingBroken(f"下一页的标记不能识别：{shown(value)}")


def since_text(since: Since, seconds: float, iso: str) -> str:
    """The time as the feed wants it: ``iso`` is ``2026-11-23T08:00:00Z``."""
    return {"iso": iso, "date": iso[:10], "epoch": str(int(seconds))}[since.form]
