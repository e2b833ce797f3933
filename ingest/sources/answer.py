"""What a server said, reduced to what is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

import httpx

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+:/-]{0,99}")
_LONGEST_VALIDATOR = 500


@dataclass(frozen=True)
class Validators:
    """What we know of the version that we have; asked of the very URL that gave it."""

    url: str
    etag: str = ""
    last_modified: str = ""

    def headers(self, url: str) -> Mapping[str, str]:
        """The conditions to send to ``url``."""
        if url != self.url:
            return {}
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Answer:
    """An answer of status 200, 304 (``unchanged``) or a redirect (``location``).

    ``url`` is the one that gave it, after redirects; ``charset`` is what the header declares, in lower case; ``next_link``
    is where its ``Link: rel=next`` leads.
    """

    url: str
    unchanged: bool = False
    location: str | None = None
    body: bytes = b""
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    next_link: str = ""

    @property
    def validators(self) -> Validators:
        """What to send when this is asked for again."""
        return Validators(self.url, self.etag, self.last_modified)


def answer_of(url: httpx.URL, response: httpx.Response, body: bytes) -> Answer:
    """The answer's own words, as far as they are well-formed."""
    media_type, charset = _content_type(response.headers.get("content-type", ""))
    return Answer(
        url=str(url),
        unchanged=response.status_code == httpx.codes.NOT_MODIFIED,
        location=response.headers.get("location") if response.has_redirect_location else None,
        body=body,
        media_type=media_type,
        charset=charset,
        etag=_validator(response.headers.get("etag", "")),
        last_modified=_validator(response.headers.get("last-modified", "")),
        next_link=_next_link(response),
    )


def _content_type(header: str) -> tuple[str, str]:
    """Media type and charset of ``text/html; charset="GBK"``, empty where they are not there or not well-formed."""
    message = Message()
    message["content-type"] = header[:200].replace("\r", " ").replace("\n", " ")
    charset = message.get_content_charset("") if header else ""
    media_type = header.partition(";")[0].strip().lower()
    return (media_type if _TOKEN.fullmatch(media_type) else "", charset if _TOKEN.fullmatch(charset) else "")


def _validator(value: str) -> str:
    return value if len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""


def _next_link(response: httpx.Response) -> str:
    try:
        return str(response.links.get("next", {}).get("url", ""))
    except ValueError:
        return ""
