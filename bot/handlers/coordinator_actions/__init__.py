"""What does somebody of the office order in words, and how is it shown, confirmed and undone?"""
