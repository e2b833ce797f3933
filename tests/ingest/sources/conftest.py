"""Builders: a server that fails on demand, a clock that never waits, a fetcher that may ask this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from ingest.sources.addresses import AddressRules
from ingest.sources.fetch import Fetcher, FetchRules
from ingest.sources.patience import Patience
from ingest.sources.urls import PORTS, UrlRules, host_of, parse, port_of
from tests.ingest.sources.faulty_server import FakeClock, FaultyServer, faulty_server

LOCAL = (ipaddress.ip_network("127.0.0.1/32"),)
FetcherMaker = Callable[..., Fetcher]


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A server of the test's own."""
    with faulty_server() as running:
        yield running


@pytest.fixture
def clock() -> FakeClock:
    """A clock of the test's own."""
    return FakeClock()


@pytest.fixture
def fetcher_of(clock: FakeClock) -> Iterator[FetcherMaker]:
    """``fetcher_of(url, hosts=.., **rules)`` makes a fetcher that may ask the URL's host on this machine."""
    with ExitStack() as fetchers:

        def make(url: str, *, hosts: frozenset[str] = frozenset(), transport: Any = None, **rules: Any) -> Fetcher:
            parsed = parse(url)
            urls = UrlRules(frozenset({host_of(parsed)}) | hosts, PORTS | {port_of(parsed)})
            settings: dict[str, Any] = {
                "addresses": AddressRules(LOCAL),
                "delay": 0.0,
                "patience": Patience(tries=3),
            } | rules
            return fetchers.enter_context(Fetcher(FetchRules(urls, **settings), clock=clock, transport=transport))

        yield make
