"""The gate: the only package that may send. Sends are composed, accounted for, laid before staff, and followed."""
