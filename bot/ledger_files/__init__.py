"""Which tasks, people and faults does a file hold? Bytes in, rows out; no I/O."""
