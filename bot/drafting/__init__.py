"""Which tasks does a speech, a plan or the minutes of a meeting hand out, and in which sentence does each stand?"""
