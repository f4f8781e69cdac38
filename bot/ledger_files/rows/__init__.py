"""Which tasks do the rows of a table hold, and what is wrong with the others?"""
