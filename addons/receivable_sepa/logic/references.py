"""Texts that banks accept: the 26 letters, the digits and a few signs; references without stray slashes."""

import re
import unicodedata

LONGEST = 35
UMR = re.compile(r"[A-Za-z0-9+?/\-:().,']*")
FOREIGN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")

_QUOTES = dict.fromkeys("’‘“”«»", "'")
_SIGNS = {"&": "+", "€": "EUR", "@": "(at)", ";": ",", "°": "o", **dict.fromkeys("_–—", "-"), **_QUOTES}
_LETTERS = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
            "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "ħ": "h", "Ħ": "H"}  # fmt: skip
_GREEK = dict(zip("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "A V G D E Z I TH I K L M N X O P R S T Y F CH PS O".split()))
_CYRILLIC = dict(zip("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ", "A B V G D E ZH Z I Y K L M N O P R S T U F H TS CH SH SHT A Y YU YA".split()))
_ALPHABETS = _GREEK | _CYRILLIC
LATIN = str.maketrans(_SIGNS | _LETTERS | {"ς": "s"} | _ALPHABETS | {letter.lower(): latin.lower() for letter, latin in _ALPHABETS.items()})


def umr_fault(text: str) -> str:
    """What is wrong with a mandate reference (RUM in French), as a code; '' when it is right.

    >>> umr_fault("RUM-2026-0001"), umr_fault("C0001/2026"), umr_fault("A" * 35)
    ('', '', '')
    >>> umr_fault(""), umr_fault("A" * 36), umr_fault("RUM 1"), umr_fault("/ABC"), umr_fault("A//B")
    ('empty', 'length', 'characters', 'slashes', 'slashes')
    """
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "length"
    if not UMR.fullmatch(text):
        return "characters"
    return "slashes" if _stray_slashes(text) else ""


def latin(text: str | None, limit: int | None = None) -> str:
    """The text in the letters that every bank of the SEPA reads, cut to what the field holds.

    >>> latin("Société « Œuvre & Fils » — 3 €", 70)
    "Societe ' OEuvre + Fils ' - 3 EUR"
    >>> latin("Müller_Straße", 8), latin("Αθήνα", 70), latin("София", 70), latin("寿司 Paris", 70)
    ('Muller-S', 'Athina', 'Sofiya', 'Paris')
    """
    return " ".join(FOREIGN.sub(" ", _unaccented(text or "").translate(LATIN)).split())[:limit].rstrip()


def reference(text: str | None, limit: int = LONGEST) -> str:
    """The text as an identifier: no blanks, no slash at either end nor two in a row.

    >>> reference("/Facture n° 12//2026/"), reference("FAC/2026/0001"), reference("x" * 34 + "/y")
    ('Facture-no-12/2026', 'FAC/2026/0001', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')
    """
    joined = latin(text).replace(" ", "-")
    return re.sub("/+", "/", joined).strip("/")[:limit].rstrip("/")


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _stray_slashes(text: str) -> bool:
    return text.startswith("/") or text.endswith("/") or "//" in text
