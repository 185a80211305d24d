"""What a member of staff must do, by when, and what came of it."""
