"""Which departments share a task beside its lead, and who are the members of a group (各县区)?"""
