"""Phones and e-mails: one spelling each, sealed at rest, found by keyed hash, masked for most."""
