"""Which pages and pictures of docs/zh are made from the program itself? `python -m bot.handbook` writes them."""
