"""Pure rules of the check-up: each a small function of a `Situation`, each with golden tests."""
