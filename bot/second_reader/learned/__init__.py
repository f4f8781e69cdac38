"""What does a reader trained on strangers' replies make of a message, and how sure is it?"""
