"""What becomes of a coordinator's running words: which act he means, about which task, unit, person and day?"""
