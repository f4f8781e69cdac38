"""Every step a task can take. Ledger, journal, agenda and outbox change together here, and nowhere else."""
