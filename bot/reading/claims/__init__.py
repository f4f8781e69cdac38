"""What is claimed of a task: how far is it, until when, wholly or in part?"""
