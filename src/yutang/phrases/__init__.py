"""What people write: the words they ask, greet and complain with, and links, as patterns of RE2."""
