"""Beside the migrations, so that who only names it loads no database."""


class SchemaFault(Exception):
    """The schema cannot be brought to today's; the text says why and what to do."""
