"""One file a kind of thing that is read as a whole."""
