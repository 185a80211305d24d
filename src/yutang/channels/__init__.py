"""Where we speak: one contract, and an adapter a channel. Nothing here decides who may be spoken to."""
