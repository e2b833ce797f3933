"""The failures that an editor meets."""

from __future__ import annotations

from assistant.errors import ServiceError


class StaleVersion(ServiceError):
    """Somebody saved the document since it was opened."""

    code = "stale_version"
    status = 409


class StaleText(ServiceError):
    """The text was published anew since the document was opened."""

    code = "stale_text"
    status = 409


class ConfirmationNeeded(ServiceError):
    """There are warnings that nobody has confirmed."""

    code = "confirmation_needed"
    status = 422
