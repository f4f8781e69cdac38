"""What people tell us, and what we tell them."""
