"""The endpoints that are used, one file an area: typed, thin, tolerant of what the server varies."""
