"""How does a ledger that comes in differ from the one that stands? Pure: rows in, a difference out, nothing written."""
