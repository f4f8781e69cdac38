"""What becomes of a leader's words: a new 批示, or a word on an earlier one, on an answer, or of praise?"""
