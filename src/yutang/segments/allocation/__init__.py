"""Who sits in which group: tiers × regions × at most so many a group. A proposal; nobody is moved by it."""
