"""Who must hear what on which day? Answered from `docs/rules-of-time.md` and nothing of the product."""
