"""Tags by words in messages: one spelling for all variants, many words at once, and where they stood."""
