"""How does a whole office behave on a virtual clock? Cast, stage, script, and an oracle of its own."""
