"""Which tasks are named, and where?"""
