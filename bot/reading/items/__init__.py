"""What do words say of the sub-items of a task: which are done, visited or new, and how many of how many?"""
