"""What is stored of each task, what is asked back, and what the message as a whole intends?"""
