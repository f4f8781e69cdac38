"""What a coordinator or a leader wants with his words: a reader trained on strangers, beside the table of acts."""
