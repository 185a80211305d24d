"""Customers and groups handed from one member of staff to others: planned, asked of the platform once, followed."""
