"""What becomes of a head's words that name nothing: what is he going on with, and is it a report at all?"""
