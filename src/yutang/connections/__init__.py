"""Which channel accounts are connected: sealed settings, what they tell us, what we learn by asking."""
