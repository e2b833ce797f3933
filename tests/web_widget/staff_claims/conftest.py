"""People of the staff before the pages of claims; see :mod:`tests.web_widget.staff.conftest`."""

from __future__ import annotations

from tests.web_widget.staff.conftest import office, open_desk

__all__ = ["office", "open_desk"]
