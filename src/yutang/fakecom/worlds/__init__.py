"""A simulated tenant's files become a corp that lives: what is past is so, what is to come happens in its time."""
