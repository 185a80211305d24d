"""What the fake knows, as values; see `world.State`."""
