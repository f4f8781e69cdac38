"""What do we say: wording, keyboards, charts and sheets?"""
