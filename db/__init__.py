"""What we know: the ledger, its agenda, what came in and what goes out."""
