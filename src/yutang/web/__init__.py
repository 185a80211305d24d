"""The server: API under /api/v1, the console, and nothing that decides."""
