"""Moments: one post by each member of staff, which their customers may see, like and comment on."""
