"""Facts to a receiver of the user's own: signed HTTP posts."""
