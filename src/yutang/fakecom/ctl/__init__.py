"""Acts of ours: the clock, the state, faults, and what people do in their clients. Every module here is loaded."""
