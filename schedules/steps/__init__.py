"""Which steps can a task take? Ledger, journal, agenda and outbox change together here, and nowhere else."""
