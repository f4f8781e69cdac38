"""How much does the ledger hold that waits, and what of it is thrown away when?"""
