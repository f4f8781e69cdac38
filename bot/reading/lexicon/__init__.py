"""What do the words of the office mean?"""
