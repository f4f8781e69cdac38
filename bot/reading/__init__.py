"""What does a reply mean?"""
