"""What do the papers of the office say, and how are they called?"""
