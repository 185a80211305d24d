"""Beside the chat in WeCom: signing in by it, who the customer or the group is, what to do next."""
