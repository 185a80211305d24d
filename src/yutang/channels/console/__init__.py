"""Messages that staff see in the console and carry out themselves."""
