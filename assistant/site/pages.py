"""Serving the pages and modules that ship with the product.

Only files found at start-up can be asked for, by their exact names: no path is ever built from a request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_NOT_SERVED: Final = frozenset({"node_modules", "__pycache__", "tests"})


@dataclass(slots=True)
class _Page:
    path: Path
    media_type: str
    stamp: tuple[int, int] = (0, 0)
    body: bytes = b""
    etag: str = ""

    def fresh(self) -> _Page:
        """Read the file again where it was changed, so that an edited page shows without a restart."""
        status = self.path.stat()
        if self.stamp != (status.st_mtime_ns, status.st_size):
            self.body = self.path.read_bytes()
            self.etag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
            self.stamp = (status.st_mtime_ns, status.st_size)
        return self


class Pages:
    """The files of one folder, by their relative names."""

    def __init__(self, package: str) -> None:
        root = Path(str(files(package)))
        self._pages: Mapping[str, _Page] = {
            path.relative_to(root).as_posix(): _Page(path, MEDIA_TYPES[path.suffix]) for path in _served(root)
        }

    def names(self) -> list[str]:
        """Return the names that can be asked for."""
        return sorted(self._pages)

    def respond(self, name: str, request: Request) -> Response:
        """Return a file, or 304 where the browser has it; raises 404."""
        page = self._pages.get(name)
        if page is None:
            raise HTTPException(404)
        try:
            page = page.fresh()
        except OSError as error:
            raise HTTPException(404) from error
        # "no-cache" is "ask before use": modules of one release never meet modules of another.
        headers = {"ETag": page.etag, "Cache-Control": "no-cache"}
        if page.etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        return Response(page.body, media_type=page.media_type, headers=headers)


def routes() -> list[Route]:
    """Return the routes of the citizen page, the widget's modules and the API reference page."""
    widget, docs = Pages("web_widget"), Pages("assistant.site.docs")

    async def home(request: Request) -> Response:
        return widget.respond("site/index.html", request)

    async def policies(request: Request) -> Response:
        return widget.respond("policies/index.html", request)

    async def progress(request: Request) -> Response:
        return widget.respond("progress/index.html", request)

    async def claims(request: Request) -> Response:
        return widget.respond("claims/index.html", request)

    async def staff(request: Request) -> Response:
        return widget.respond("staff/index.html", request)

    async def module(request: Request) -> Response:
        return widget.respond(request.path_params["name"], request)

    async def reference(request: Request) -> Response:
        return docs.respond("index.html", request)

    async def reference_part(request: Request) -> Response:
        return docs.respond(request.path_params["name"], request)

    return [
        Route("/", home, name="home"),
        Route("/policies", policies, name="policies"),
        Route("/progress", progress, name="progress"),
        Route("/claims", claims, name="claims"),
        Route("/staff", staff, name="staff"),
        Route("/widget/{name:path}", module, name="widget"),
        Route("/docs", reference, name="docs"),
        Route("/docs/{name}", reference_part, name="docs-part"),
    ]


def _served(root: Path) -> Iterable[Path]:
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        hidden = any(part in _NOT_SERVED or part.startswith(".") for part in inside)
        if path.suffix in MEDIA_TYPES and not hidden and path.is_file() and not path.is_symlink():
            yield path
