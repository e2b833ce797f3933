"""How fetching fails, in words for a department editor; no message ever holds a secret."""

from __future__ import annotations

from knowledge.errors import QuanquanError


class FetchFailed(QuanquanError):
    """One address could not be fetched.

    ``again`` says that another try may succeed; ``after`` is how many seconds the server asked us to wait before it.
    """

    code = "fetch_failed"
    status = 502

    def __init__(self, message: str, *, again: bool = False, after: float | None = None) -> None:
        super().__init__(message)
        self.again = again
        self.after = after


class Refused(FetchFailed):
    """Our own rules forbid the address: the scheme, the host, the port, the network, or the site's robots.txt."""

    code = "fetch_refused"
    status = 422


class Gone(FetchFailed):
    """The server says that there is nothing (any more) at the address: 404 or 410."""

    code = "fetch_gone"
    status = 404


class ListingBroken(FetchFailed):
    """The pages of a listing contradict each other; to ask again for the rest of them would not help."""

    code = "listing_broken"


class HostDown(FetchFailed):
    """``host`` as a whole is not to be asked again in this run."""

    code = "host_down"
    status = 503

    def __init__(self, message: str, host: str) -> None:
        super().__init__(message)
        self.host = host
