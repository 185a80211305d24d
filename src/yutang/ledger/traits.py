"""Bits of a fact's `traits` column: what a message is, seen from its text alone; what is special about an order.

The text itself lives apart, with its own retention; measures that need only these bits never read it.
"""

import enum


class Trait(enum.IntFlag):
    QUESTION = 1  # asks something
    LINK = 2  # carries a link or a mini-program
    FILLER = 4  # greeting or sticker-like words with nothing in them (早安, 收到, +1 …)
    MEDIA = 8  # image, voice, video, file, sticker: no text of its own
    ANSWER = 16  # says which message it answers
    MENTION_ALL = 32  # addresses everybody
    COMPLAINT = 64  # words of complaint (退款, 假货, 投诉 …)
    FOREIGN_MONEY = 128  # an order or refund that is not in the tenant's currency: no total counts it
    CANCELLED = 256  # an order whose status says that nothing came of it
