"""How does a paper of the office look in Word?"""
