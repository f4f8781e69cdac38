"""What keeps a process running, and what does it say of itself?"""
