"""How do updates and calls cross the wire to Telegram?"""
