"""Who calls over HTTP on this machine: we ourselves, or another site's page in a browser here?"""

from __future__ import annotations

OWN_NAMES = ("127.0.0.1", "localhost")


def is_own(host: str, origin: str | None) -> bool:
    """By the headers Host and Origin. A page of another site comes under another name of this machine, or from its own
    origin."""
    return (host.rpartition(":")[0] or host) in OWN_NAMES and origin in (None, f"http://{host}")
