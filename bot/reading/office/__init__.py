"""What do leaders and coordinators say, and what do people ask of the ledger?"""
