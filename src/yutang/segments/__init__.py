"""Who belongs together: stages of life, ties, layers with their tiers, and who sits in which group."""
