"""State's schema, forward only. Alembic runs these on both databases; a test proves models = migrations."""
