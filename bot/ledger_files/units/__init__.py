"""Which departments does a phrase name, and in which part?"""
