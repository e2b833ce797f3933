"""The secret under which second factors and clients are hashed: four signs are soon guessed by who has the hashes alone."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from assistant.errors import StateUnavailable

Keyed = Callable[[str], str]
"""HMAC-SHA256 of a text, as 64 hexadecimal digits."""


def keyed_by(secret: Callable[[], bytes]) -> Keyed:
    """Hash under a secret that is read when it is first needed."""
    known = cache(secret)
    return lambda text: hmac.digest(known(), text.encode(), "sha256").hex()


def secret_of(given: str, path: Path) -> Callable[[], bytes]:
    """The setting, or else the file of this home, which the first process makes (readable by its owner only)."""
    return lambda: given.encode() if given else _kept(path)


def _kept(path: Path) -> bytes:
    """Written beside and linked: of several processes one makes it, all read the same whole secret."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            try:
                path.hardlink_to(beside)
            except FileExistsError:
                pass
            finally:
                beside.unlink()
        return path.read_bytes()
    except OSError as error:
        raise StateUnavailable("系统暂时不能查询办件，请稍后再试，或者拨打 12345 查询。") from error
