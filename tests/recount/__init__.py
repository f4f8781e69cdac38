"""What do the figures come to, counted by a program that shares no code with the one that shows them?

It reads the database file with sqlite3 and the journal, and knows the words of the design and nothing of `bot`,
`schedules` or `db`.
"""
