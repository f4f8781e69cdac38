"""Which calls are about the same thing, and which may share a message."""
