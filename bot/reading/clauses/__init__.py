"""Which stretch of a message is about which task?"""
