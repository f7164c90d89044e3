"""A French text is read whatever Windows, DOS or a Mac wrote it in."""

import pytest

from french.encodings import decode

TEXTS = [
    "Réunion à midi, bâtiment Été",
    "L'équipe reçoit à l'étage ; où ça ? Dès la mi-août, à l'hôpital.",
    "Été",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-32"])
def test_a_text_is_read_in_any_encoding(text: str, encoding: str) -> None:
    assert decode(f"{text}\r\nfin\rici".encode(encoding)).text == f"{text}\nfin\nici"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark(encoding: str) -> None:
    assert decode(TEXTS[0].encode(encoding)) == (TEXTS[0], "UTF-16")


def test_only_what_is_guessed_is_named() -> None:
    assert decode("L’œuf à 12 €".encode("cp1252")) == ("L’œuf à 12 €", "Windows-1252")
    assert decode("12 € l'œuvre".encode("iso8859-15")) == ("12 € l'œuvre", "ISO 8859-15")
    assert decode("à".encode()).supposed == ""
