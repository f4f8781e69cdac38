"""How do updates get in from Telegram, and calls out to it?"""
