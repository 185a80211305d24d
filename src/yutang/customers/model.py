"""Values of customers and identities."""

import enum


class Rank(enum.IntEnum):
    """Who said what an account is; a higher one wins over a lower, whenever it is said."""

    NOBODY = 0
    GUESS = 1
    FORMAT = 2
    USER = 3
