"""From the configuration to sources that can work: the one place that knows secrets and where mirrors lie."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from ingest.sources.addresses import AddressRules, Resolve, resolve_host
from ingest.sources.clock import Clock, SystemClock
from ingest.sources.config import FeedConfig, FolderConfig, SiteConfig, SourcesConfig
from ingest.sources.failures import FetchFailed
from ingest.sources.feed import FeedSource
from ingest.sources.fetch import Credential, Fetcher, FetchRules
from ingest.sources.mirror import Mirror
from ingest.sources.offer import ConfiguredSource
from ingest.sources.patience import Patience
from ingest.sources.site import SiteSource
from ingest.sources.source_set import FolderEntry, SourceSet
from ingest.sources.urls import UrlRules, origin_of, parse

Secrets = Callable[[str], SecretStr | None]
"""The value of an environment variable, ``None`` when it is not set."""
MIRROR = Path("ingest", "mirror")
"""Where mirrors lie below HOME."""


@dataclass(frozen=True)
class Opening:
    """What sources need from outside: ``home`` for mirrors, ``base`` for relative paths, secrets, time, names."""

    home: Path
    base: Path
    secrets: Secrets
    clock: Clock = SystemClock()
    resolve: Resolve = resolve_host
    patience: Patience = Patience()

    def open(self, config: SourcesConfig) -> SourceSet:
        """All sources of the configuration; nothing is asked of anybody yet."""
        return SourceSet(tuple(self._source(each, config.contact) for each in config.sources), self.clock)

    def fetcher(self, config: FeedConfig | SiteConfig, contact: str) -> Fetcher:
        """A fetcher for one source; raises FetchFailed when its secret or its certificates are not there."""
        return Fetcher(self._rules(config, contact), clock=self.clock)

    def address_rules(self, config: FeedConfig | SiteConfig) -> AddressRules:
        """Which addresses the source may have."""
        networks = tuple(ipaddress.ip_network(network) for network in config.networks)
        return AddressRules(networks, frozenset(config.private_hosts), self.resolve)

    def _source(self, config: FolderConfig | FeedConfig | SiteConfig, contact: str) -> ConfiguredSource:
        if isinstance(config, FolderConfig):
            return FolderEntry(config.name, self.base / config.path)
        mirror = Mirror(self.home / MIRROR / config.name)
        if isinstance(config, FeedConfig):
            return FeedSource(config, mirror, lambda: self.fetcher(config, contact), self.clock)
        return SiteSource(config, mirror, lambda: self.fetcher(config, contact), self.clock)

    def _rules(self, config: FeedConfig | SiteConfig, contact: str) -> FetchRules:
        return FetchRules(
            urls=UrlRules(config.allowed_hosts(), config.allowed_ports()),
            addresses=self.address_rules(config),
            contact=contact,
            delay=config.delay_seconds,
            largest=int(config.largest_mb * (1 << 20)),
            read=config.read_seconds,
            total=config.total_seconds,
            obey_robots=isinstance(config, SiteConfig) or config.obey_robots,
            credential=self._credential(config),
            patience=self.patience,
            verify=self._certificates(config.certificates),
        )

    def _credential(self, config: FeedConfig | SiteConfig) -> Credential | None:
        if config.token is None:
            return None
        secret = self.secrets(config.token.variable)
        if secret is None:
            raise FetchFailed(f"环境变量 {config.token.variable} 没有设置，这个来源需要口令")
        value = config.token.prefix + secret.get_secret_value()
        if not (value.isascii() and value.isprintable()):
            raise FetchFailed(f"环境变量 {config.token.variable} 里有不能发送的字符（换行、中文等）")
        return Credential(origin_of(parse(config.own_urls()[0])), config.token.header, SecretStr(value))

    def _certificates(self, path: str) -> ssl.SSLContext | None:
        if not path:
            return None
        try:
            return ssl.create_default_context(cafile=self.base / path)
        except OSError as error:  # also ssl.SSLError
            raise FetchFailed(f"证书文件 {path} 读不出来") from error
