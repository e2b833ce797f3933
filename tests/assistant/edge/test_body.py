"""Bodies: bounded in size and time, read as strict JSON."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

from assistant.edge.body import MAX_BODY, BodyLimit, most_bytes, parse_json_object, read_json
from assistant.errors import BodyTooLarge, MalformedBody, SlowBody
from tests.coroutines import run_coroutine

_HEADERS = [(b"content-type", b"application/json")]


def _scope(*headers: tuple[bytes, bytes]) -> Scope:
    return {"type": "http", "method": "POST", "path": "/", "headers": [*_HEADERS, *headers]}


def test_a_body_that_never_ends_is_given_up() -> None:
    async def receive() -> Message:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    with pytest.raises(SlowBody):
        run_coroutine(read_json(Request(_scope(), receive), seconds=0.01))


def test_a_client_that_leaves_in_the_middle_is_an_expected_failure() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(MalformedBody) as caught:
        run_coroutine(read_json(Request(_scope(), receive)))
    assert isinstance(caught.value.__cause__, ClientDisconnect)


@pytest.mark.parametrize(("sizes", "fits"), [([10], True), ([5, 5], True), ([11], False), ([4] * 3, False)])
def test_a_body_is_counted_while_it_comes_in(sizes: list[int], fits: bool) -> None:
    chunks = iter(sizes)

    async def receive() -> Message:
        size = next(chunks, None)
        return {"type": "http.request", "body": b"x" * (size or 0), "more_body": size is not None}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass

    async def send(message: Message) -> None:
        raise AssertionError(message)

    run = BodyLimit(app, limit=10)(_scope(), receive, send)
    if fits:
        run_coroutine(run)
    else:
        with pytest.raises(BodyTooLarge):
            run_coroutine(run)


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/api/v1/claims/drafts/0a/files", 512 << 20),
        ("POST", "/api/v1/claims/SP20261124K7Q4X/files", 512 << 20),
        ("PUT", "/api/v1/claims/drafts/files", 128 << 10),
        ("PUT", "/api/v1/claims/drafts/0a/files", 128 << 10),
        ("PUT", "/api/v1/claims/drafts/filesystem", 128 << 10),
        ("POST", "/api/v1/claims/drafts/0a/files/0b", 128 << 10),
        ("POST", "/api/v1/claims/drafts/0a/files\n", 128 << 10),
        ("POST", "/api/v1/claims", 128 << 10),
        ("POST", "/api/v1/claimsandmore", MAX_BODY),
        ("POST", "/api/v1/benefits/uploads", 20 << 20),
        ("POST", "/api/v1/benefits/uploads/0a", MAX_BODY),
        ("PUT", "/api/v1/benefits/uploads", MAX_BODY),
        ("PUT", "/api/v1/labels/P001", 1 << 20),
        ("POST", "/x/api/v1/labels/P001", MAX_BODY),
    ],
)
def test_a_larger_body_belongs_to_one_path_and_files_to_one_method(method: str, path: str, most: int) -> None:
    assert most_bytes(method, path) == most


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())))
def test_strict_json_comes_back_as_it_was(value: dict[str, object]) -> None:
    assert parse_json_object(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_an_object_or_malformed(body: bytes) -> None:
    try:
        assert isinstance(parse_json_object(body), dict)
    except MalformedBody as error:
        assert error.status == 400
