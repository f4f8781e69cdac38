"""What would Telegram do? A stand-in on loopback for bot, people and control; imports nothing of ours."""
