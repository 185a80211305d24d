"""Daily and weekly summaries of the check-up: what changed since, kept as files and pushed to webhooks."""
