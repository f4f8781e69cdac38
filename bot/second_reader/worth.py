"""Which replies are worth a model's time: what the grammar doubts, what is long, what would weigh most if misread."""

from __future__ import annotations

from db.reading_facts import Intent, Reading, Said

# Letters. Of strangers' replies without a doubt that are shorter than sixty one in six was harmful, as of the others.
LONG = 12


def asking(reading: Reading, text: str, *, long: int = LONG) -> bool:
    if reading.queries or len(text) >= long:
        return True
    if reading.intent in (Intent.EXTENSION, Intent.DELEGATION, Intent.CORRECTION):
        return True
    if any(row.state is Said.DONE_CLAIMED for row in reading.rows):
        return True
    return not reading.rows and reading.intent in (Intent.SMALLTALK, Intent.QUESTION)
