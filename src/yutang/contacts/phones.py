"""Phones as people and programs write them: one number in E.164, or masked, or none. Pure.

What a spreadsheet does to a number is undone where that is sure (apostrophe, ".0", thousands, "1.3800138E10" with all
its digits) and refused where it isn't ("1.38E+10"). E.164: "+", country's code, at most 15 digits. Without a code a
number is of the default country. The package phonenumbers was weighed and left out: 48 MB of files, 35 µs a number,
and it reads "13800138000.0" as another number and "138****8000" as a short one.
"""

import re
import unicodedata

import msgspec

LONGEST = 64  # characters of a cell that may be a phone

# ISO country → its calling code, the prefix for calls inside of it, digits of a number without either.
COUNTRIES = {
    "CN": ("86", "0", 9, 11), "HK": ("852", "", 8, 8), "MO": ("853", "", 8, 8), "TW": ("886", "0", 8, 9),
    "SG": ("65", "", 8, 8), "MY": ("60", "0", 8, 10), "TH": ("66", "0", 8, 9), "VN": ("84", "0", 9, 10),
    "ID": ("62", "0", 8, 12), "PH": ("63", "0", 8, 10), "IN": ("91", "0", 10, 10), "JP": ("81", "0", 9, 10),
    "KR": ("82", "0", 8, 10), "AU": ("61", "0", 9, 9), "NZ": ("64", "0", 8, 10), "GB": ("44", "0", 9, 10),
    "DE": ("49", "0", 6, 13), "FR": ("33", "0", 9, 9), "ES": ("34", "", 9, 9), "US": ("1", "1", 10, 10),
    "CA": ("1", "1", 10, 10),
}  # fmt: skip
_BY_CODE = {given[0]: given for given in COUNTRIES.values()}
# Codes in use, by zone (ITU-T E.164, list of assigned codes): one, two or three digits, and none begins another.
_CODE = re.compile(
    "1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    "|2[1-689]\\d|3[578]\\d|42[013]|5[09]\\d|6[789]\\d|85[02356]|88[06]|96[0-8]|97[0-7]|99[2-68]"
)
_MOBILE = "1[3-9]\\d{9}"
_SHOWN = re.compile(f"\\+86{_MOBILE}")
# Area codes have two digits (10, 20 to 29) or three; who answers 400 or 800 is no person.
_CHINESE = re.compile(f"{_MOBILE}|10\\d{{8}}|2\\d{{9}}|(?![48]00)[3-9]\\d{{9,10}}")
_USUAL = re.compile("'?(?:(?:\\+|00)?86[ -]?)?(1[3-9]\\d)[ -]?(\\d{4})[ -]?(\\d{4})(?:\\.0)?", re.ASCII)
# Neighbours whose numbers, with their code and without "+", can't be Chinese ones: Excel eats the plus.
_NEIGHBOUR = re.compile("852[4-9]\\d{7}|8536\\d{7}|8869\\d{8}")

_WHOLE = re.compile("(\\d{7,15})\\.0+", re.ASCII)
_THOUSANDS = re.compile("[1-9]\\d{0,2}(?:,\\d{3}){2,}", re.ASCII)
_POWER = re.compile("([1-9])\\.(\\d+)E\\+?(\\d\\d?)", re.ASCII | re.IGNORECASE)
_EXACT = 8  # digits: what prints fewer may have rounded (Excel 3 or 6, C 6, %e 7), what prints more has all of them
_MASKED = re.compile("(\\+?\\d*)(?:[*•●·∙×]{2,}|(?<=\\d)[xX]{3,}(?=\\d))(\\d*)", re.ASCII)
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD]
)
_BETWEEN = dict.fromkeys(map(ord, " \t\r\n()-.\u2010\u2011\u2012\u2013\u2014\u2015\u2212"))
_QUOTES = "'\"`\u2018\u2019\u201c\u201d="


class Phone(msgspec.Struct, frozen=True, gc=False):
    """A whole number. `number`: E.164, "+8613800138000"."""

    number: str

    @property
    def last_four(self) -> str:
        return self.number[-4:]

    @property
    def shown(self) -> str:
        """What shops show of a Chinese mobile: its first three and last four digits, "1388000"; else "".

        The same text for `Masked`: equal ones may be one phone, and about one in ten thousand of a prefix is.
        """
        return self.number[3:6] + self.last_four if _SHOWN.fullmatch(self.number) else ""


class Masked(msgspec.Struct, frozen=True, gc=False):
    """A number of which some digits are hidden, "138****8000". A hint at whom it is, never a key.

    `prefix`: the digits in front, without China's code; a foreign one with "+". `last_four`: "" where fewer are shown.
    """

    prefix: str
    last_four: str

    @property
    def shown(self) -> str:
        whole = self.last_four and re.match("1[3-9]\\d", self.prefix)
        return self.prefix[:3] + self.last_four if whole else ""


def read(text: str, country: str = "CN") -> Phone | Masked | None:
    """The phone in a cell. `country`: ISO code, of numbers that name none. None: no phone, or not surely which."""
    usual = _USUAL.fullmatch(text) if country == "CN" else None
    if usual:
        return Phone("+86" + "".join(usual.groups()))
    plain = _plain(text)
    if plain is None:
        return None
    hidden = _MASKED.fullmatch(plain.translate(_BETWEEN))
    if hidden:
        return _masked(hidden[1], hidden[2])
    number = _number(plain, country)
    return Phone(number) if number else None


def rounded(text: str) -> bool:
    """A number that a spreadsheet wrote with fewer digits than it has, "1.38E+10": lost, and worth saying so."""
    plain = _plain(text)
    power = _POWER.fullmatch(plain) if plain else None
    return power is not None and not _exact(power)


def fits(masked: Masked, phone: Phone) -> bool:
    """Whether the digits that are shown are the phone's."""
    local = phone.number.removeprefix("+86").removeprefix("+" if masked.prefix[:1] != "+" else "")
    return bool(masked.last_four) and local.startswith(masked.prefix) and phone.last_four == masked.last_four


def _plain(text: str) -> str | None:
    """Half-width, without what is invisible or a spreadsheet's; None where it is far too long."""
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip().strip(_QUOTES).strip()
    return plain[4:] if plain[:4].lower() == "tel:" else plain


def _masked(prefix: str, suffix: str) -> Masked:
    if prefix.startswith("00"):
        prefix = "+" + prefix[2:]
    if re.match("\\+?86(?:1|$)", prefix):
        prefix = prefix.removeprefix("+")[2:]
    return Masked(prefix, suffix[-4:] if len(suffix) >= 4 else "")


def _exact(power: re.Match[str]) -> bool:
    """Whether "d.ddd E n" spells every digit: all of them, or the shortest form of a program that rounds nothing."""
    digits, places = 1 + len(power[2]), int(power[3])
    return digits <= places + 1 and (digits == places + 1 or (digits >= _EXACT and power[2][-1] != "0"))


def _digits(plain: str) -> str:
    """Digits, perhaps behind a "+"; "" where anything else is left."""
    whole, power = _WHOLE.fullmatch(plain), _POWER.fullmatch(plain)
    if power:
        return (power[1] + power[2]).ljust(int(power[3]) + 1, "0") if _exact(power) else ""
    if whole:
        return whole[1]
    if _THOUSANDS.fullmatch(plain):
        return plain.replace(",", "")
    bare = plain.replace("(0)", "") if plain.startswith(("+", "00")) else plain
    bare = bare.translate(_BETWEEN)
    return bare if re.fullmatch("\\+?\\d{5,18}", bare, re.ASCII) else ""


def _number(plain: str, country: str) -> str | None:
    digits = _digits(plain)
    if digits[:1] == "+":
        return _foreign(digits[1:])
    if digits[:2] == "00":
        return _foreign(digits[2:])
    return _chinese(digits) if country == "CN" else _inside(digits, country)


def _chinese(digits: str) -> str | None:
    """A number that names no country, in China: mobiles with and without 0 or 86, lines with 0 and area."""
    if re.fullmatch(f"(?:0|86)?{_MOBILE}", digits):
        return "+86" + digits[-11:]
    if digits[:1] == "0" and _CHINESE.fullmatch(digits[1:]):
        return "+86" + digits[1:]
    return "+" + digits if _NEIGHBOUR.fullmatch(digits) else None


def _inside(digits: str, country: str) -> str | None:
    if not digits or country not in COUNTRIES:
        return None
    code, trunk, *_ = COUNTRIES[country]
    if trunk and digits.startswith(trunk):
        digits = digits.removeprefix(trunk)
    return _foreign(code + digits)


def _foreign(digits: str) -> str | None:
    """A number behind "+" or "00". Its country keeps its code; a trunk's 0 behind the code goes."""
    code = _CODE.match(digits)
    if not code or not 7 <= len(digits) <= 15:
        return None
    _, trunk, least, most = _BY_CODE.get(code[0], ("", "", 4, 14))
    own = digits[code.end() :]
    if trunk == "0":
        own = own.removeprefix("0")
    whole = least <= len(own) <= most and (code[0] != "86" or _CHINESE.fullmatch(own))
    return f"+{code[0]}{own}" if whole else None
