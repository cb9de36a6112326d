"""How head office's tables came to be: Alembic migrations, numbered, forward only."""
