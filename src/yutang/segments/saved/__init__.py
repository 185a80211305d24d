"""Segments with a name: rules and lists of customers, their versions, who is in, who came and went."""
