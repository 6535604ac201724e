"""Files that customers send: few, small, and pictures or PDF by what they contain, whatever they are called."""

from collections.abc import Sequence

MOST = 5
LARGEST = 10 * 1024 * 1024  # bytes
BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF87a": "image/gif", b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}  # fmt: skip
PHONES = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif"}
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/heic": ".heic", "image/heif": ".heif",
    "image/avif": ".avif", "application/pdf": ".pdf",
}  # fmt: skip
LONGEST_NAME = 80


def kind(content: bytes) -> str:
    """The type of a picture or a PDF by its first bytes; empty for anything else.

    >>> kind(b"%PDF-1.7"), kind(b"<html>"), kind(b"RIFF\\0\\0\\0\\0WEBPVP8 ")
    ('application/pdf', '', 'image/webp')
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return PHONES.get(content[8:12], "")
    return next((found for beginning, found in BEGINNINGS.items() if content.startswith(beginning)), "")


def fault(files: Sequence[tuple[str, bytes]]) -> str:
    """What is wrong with these files: ``many``, ``large``, ``kind``, or nothing.

    >>> fault([("photo.jpg", b"\\xff\\xd8\\xff\\xe0")] * 6), fault([("page.pdf", b"<script>")]), fault([])
    ('many', 'kind', '')
    """
    if len(files) > MOST:
        return "many"
    if any(len(content) > LARGEST for _name, content in files):
        return "large"
    return "kind" if any(not kind(content) for _name, content in files) else ""


def safe_name(name: str, content: bytes) -> str:
    """Their name for the file without any path, and with the ending of what it really is.

    >>> safe_name("../../etc/evil.html", b"%PDF-1.7"), safe_name("C:\\\\photos\\\\lampe.JPG", b"\\xff\\xd8\\xff"), safe_name("", b"%PDF-")
    ('evil.pdf', 'lampe.jpg', 'file.pdf')
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    base = "".join(letter for letter in base if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    return (base[:LONGEST_NAME] or "file") + ENDINGS[kind(content)]
