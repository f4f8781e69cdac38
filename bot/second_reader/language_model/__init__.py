"""What does the office's own language model say of a reply, and how much of it is believed?"""
