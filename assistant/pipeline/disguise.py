"""What a text hides from a reader's eye: letters nobody sees, letters that only look like others, words in code.

Only the guard reads these. Retrieval reads the plain text, in which the invisible is already dropped.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from knowledge import text

LEAST = 8
"""Letters that decoded text must have to be taken for words; shorter blobs are chance."""

_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f")
_TAGS = re.compile("[\U000e0020-\U000e007e]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])[\s._*~|/\\\-+=·•^#@&$'\"`]+(?=[\u3400-\u9fff])")
_SINGLE_LETTERS = re.compile(r"(?<![a-z0-9])(?:[a-z0-9][\s._*~|/\\-]+){2,}[a-z0-9](?![a-z0-9])")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9@$!]+")
_LEET = str.maketrans("013457@$!", "oieastasi")
_LOOKALIKES = str.maketrans(
    # Cyrillic and Greek letters that are drawn like Latin ones (Unicode UTS #39, the commonest).
    "авекмнорстухіјѕԁɡһԛԝαβενικορτυχɑ",
    "abekmhopctyxijsdghqwabevikoptuxa",
)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{12,}={0,2}(?![A-Za-z0-9+/=_-])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[\s:]?){8,}(?![0-9A-Za-z])")
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})")


def hidden(raw: str) -> str:
    """Words in tag characters (U+E0020 on) or in variation selectors (a byte each); national flags hide nothing."""
    kept = _FLAG.sub("", raw[: text.MAX_CHARACTERS])
    tagged = "".join(chr(ord(sign) - 0xE0000) for sign in _TAGS.findall(kept))
    return " ".join(filter(None, (text.normalise(tagged), text.normalise(_selected(kept)))))


def _selected(raw: str) -> str:
    numbers = [ord(sign) for sign in _SELECTORS.findall(raw)]
    data = bytes(number - 0xFE00 if number < 0xFF00 else number - 0xE0100 + 16 for number in numbers)
    return data.decode("utf-8", "ignore")


def readings(raw: str, normalised: str) -> tuple[str, ...]:
    """``normalised`` first, then what it says with disguises taken off, each reading once."""
    undressed = _unspaced(_unmasked(normalised))
    coded = (text.normalise(words) for words in decoded(raw))
    return tuple(dict.fromkeys((normalised, _unspaced(normalised), undressed, *coded)))


def decoded(raw: str) -> tuple[str, ...]:
    """Words behind base64, hexadecimal digits, ``%xx``, ``\\uxxxx`` and HTML entities in ``raw``."""
    cleaned = text.clean(raw)
    plain = unicodedata.normalize("NFKC", cleaned)
    found = [words for data in _blobs(plain) if (words := _words(data))]
    unescaped = _ESCAPES.sub(lambda match: chr(int(match[1], 16)), html.unescape(unquote(plain)))
    return (*found, unescaped) if unescaped != plain else tuple(found)


def in_code(raw: str) -> bool:
    """Whether whole words stand in ``raw`` as base64 or hexadecimal digits: no citizen writes so."""
    return any(_words(data) for data in _blobs(unicodedata.normalize("NFKC", text.clean(raw))))


def spelled(normalised: str) -> str:
    """Pinyin of the whole text in one piece, where Latin letters stand for Chinese ones; else empty."""
    if not re.search("[a-z]", _unmarked(normalised)):
        return ""
    return "".join(text.syllables(_unmarked(normalised)))


def _unmarked(normalised: str) -> str:
    """``lüè`` as ``lve``: the keys of ``text.syllable``."""
    parts = unicodedata.normalize("NFD", normalised).replace("u\u0308", "v")
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return re.sub("(?<=[ln])ue", "ve", plain)


def _unspaced(normalised: str) -> str:
    joined = _SINGLE_LETTERS.sub(lambda match: _NOT_A_LETTER.sub("", match[0]), normalised)
    return _BETWEEN_HAN.sub("", joined)


def _unmasked(normalised: str) -> str:
    return _LATIN.sub(lambda match: _letters(match[0]), normalised.translate(_LOOKALIKES))


def _letters(word: str) -> str:
    """``1gn0re`` as letters; a number alone stays one."""
    return word.translate(_LEET) if any(sign.isalpha() for sign in word) else word


def _blobs(plain: str) -> Iterator[bytes]:
    for match in _HEX.finditer(plain):
        yield bytes.fromhex(re.sub(r"[\s:]", "", match[0]))
    for match in _BASE64.finditer(plain):
        blob = match[0].rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            yield base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True)
        except binascii.Error:
            continue


def _words(data: bytes) -> str:
    """``data`` as text, when it is text and most of it letters."""
    try:
        said = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    letters = sum(sign.isalpha() or sign == " " for sign in said)
    enough = letters >= LEAST or text.has_chinese(said)
    return said if said.isprintable() and enough and letters >= 0.8 * len(said) else ""
