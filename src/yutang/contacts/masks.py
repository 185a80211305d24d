"""What is shown of a phone and an e-mail, and to whom in full. Pure."""


def phone(number: str) -> str:
    """Of an E.164 number: "138****8000" in China, "+852****4567" elsewhere."""
    if number.startswith("+86"):
        return f"{number[3:6]}****{number[-4:]}"
    shown = 4 if len(number) > 10 else 2  # of a short number four digits would be nearly all of it
    return f"{number[: min(4, len(number) - shown - 3)]}****{number[-shown:]}"


def email(address: str) -> str:
    """ "l***@example.com": as many stars whatever the length, which would tell too."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"


def reveals(*, permitted: bool, everyone: bool, own: bool) -> bool:
    """Whether somebody sees a contact in full.

    `permitted`: their role, or the scopes of the token that asks, hold the permission for it (analysts' never do, and a
    token has it only when it was given). `everyone`: they answer for all customers (administrators, supervisors).
    `own`: this customer is theirs.
    """
    return permitted and (everyone or own)
