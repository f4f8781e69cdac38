"""What is due, for whom, when."""
