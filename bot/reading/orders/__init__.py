"""What does a coordinator (or a head, of his own absence) order in plain words, and about whom and which tasks?"""
