"""What does whoever sits at the terminal read: in which words, on which terminal, and what when something is wrong?"""
