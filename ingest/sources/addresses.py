"""Which network addresses may be connected to: public ones, and those that an operator allowed by name.

Without this rule a page on the internet could make the server read the office network or the cloud's metadata service
(server-side request forgery).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.sources.failures import FetchFailed, Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to numeric addresses; raises OSError when there are none."""

_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out; beyond it lie mapped and translated IPv4 (``::ffff:0:0/96``, NAT64), local and multicast."""
_CARRIERS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carriers' shared addresses
        "192.0.0.0/24",  # protocol assignments; a cloud's metadata service is among them
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
"""They carry another address inside, or lead where nobody knows; Python calls some of them global."""
_OFFICE = tuple(
    ipaddress.ip_network(network)
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""What a host named in ``private_hosts`` may have: never link-local, where clouds keep their keys."""


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The system's answer, which it bounds in time itself (resolv.conf)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class AddressRules:
    """``networks`` are allowed as they are; ``private_hosts`` may lie on this machine or in the office network."""

    networks: tuple[Network, ...] = ()
    private_hosts: frozenset[str] = frozenset()
    resolve: Resolve = resolve_host

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of ``host`` that may be connected to; raises Refused when it has none that may."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label of the name is too long
            raise FetchFailed(f"查不到网站地址 {host}，请核对网址，或检查本机的网络和域名解析", again=True) from error
        allowed = tuple(address for address in found if self.allows(host, address))
        if not allowed:
            told = "、".join(found[:3]) or "没有地址"
            raise Refused(
                f"{host} 指向内部网络或保留地址（{told}），为安全起见不访问；如确属可信，请在配置里写明 private_hosts 或 networks"
            )
        return allowed

    def allows(self, host: str, address: str) -> bool:
        """Whether ``address``, found for ``host``, may be connected to."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        if _within(parsed, self.networks):
            return True
        if _within(parsed, _OFFICE):
            return host.lower() in self.private_hosts
        given_out = parsed.version == 4 or parsed in _UNICAST
        return given_out and parsed.is_global and not parsed.is_multicast and not _within(parsed, _CARRIERS)


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)  # False where the versions differ
