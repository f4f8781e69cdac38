"""When is it due, by the words of a cell?"""
