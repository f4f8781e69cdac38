"""A message as uniform text: how is it written, misheard and mistyped, how long is it, which numbers stand in it."""
