"""Tables as operators have them: what each column means, guessed from its header and its values."""
