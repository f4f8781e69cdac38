"""Which paper of the office, made from the ledger within the rights of whoever asks?"""
