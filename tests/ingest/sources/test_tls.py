"""Encrypted sites: the name is checked although the connection goes to a number."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.sources.addresses import AddressRules
from ingest.sources.failures import HostDown
from tests.ingest.sources.conftest import LOCAL, FetcherMaker

NAME = "portal.test"


@dataclass(frozen=True)
class Encrypted:
    """A server that answers ``hello``, with a certificate of its own for ``NAME``."""

    port: int
    certificate: Path


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Quiet(HTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encrypted]:
    """An encrypted server on this machine."""
    folder = tmp_path_factory.mktemp("tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder / "cert.pem"))
    with _Quiet(("127.0.0.1", 0), _Hello) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield Encrypted(server.server_address[1], folder / "cert.pem")
        server.shutdown()
        thread.join(10)


def _certificate(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(pem))
    return path


def fetch(fetcher_of: FetcherMaker, encrypted: Encrypted, name: str, *, trusted: bool) -> bytes:
    url = f"https://{name}:{encrypted.port}/"
    rules = AddressRules(LOCAL, resolve=lambda host, port: ("127.0.0.1",))
    verify = ssl.create_default_context(cafile=encrypted.certificate) if trusted else None
    return fetcher_of(url, addresses=rules, verify=verify, obey_robots=False).get(url).body


def test_a_trusted_site_is_read_under_its_name(fetcher_of: FetcherMaker, encrypted: Encrypted) -> None:
    assert fetch(fetcher_of, encrypted, NAME, trusted=True) == b"hello"


@pytest.mark.parametrize(("name", "trusted"), [(NAME, False), ("other.test", True)])
def test_a_certificate_of_nobody_or_of_another_is_not_believed(
    fetcher_of: FetcherMaker, encrypted: Encrypted, name: str, trusted: bool
) -> None:
    with pytest.raises(HostDown, match="安全证书不可信"):
        fetch(fetcher_of, encrypted, name, trusted=trusted)
