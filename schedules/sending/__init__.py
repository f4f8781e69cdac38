"""Which call goes out when, and what became of it?"""
