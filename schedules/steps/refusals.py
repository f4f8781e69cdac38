"""What a step says when it may not be taken; the texts are fit to be shown."""

from __future__ import annotations


class NotHisToDecide(Exception):
    """The person may not decide this."""
