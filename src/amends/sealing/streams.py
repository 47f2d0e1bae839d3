"""A sealed file: written once in chunks, read at random, never plain on the disk.

    file = 0x01 ‖ chunk ‖ chunk ‖ …      chunk = nonce ‖ XChaCha20-Poly1305(key, up to 64 KiB, place ‖ number ‖ last?)

The number finds reordered chunks, the mark on the last one finds a file that was cut short.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from amends.errors import Tampered
from amends.sealing.values import FORMAT, place_bytes

CHUNK = 64 * 1024
_OVERHEAD = 24 + 16


class SealedWriter:
    """Seals what is written into `file`; `close` must be called, or the file counts as cut short."""

    def __init__(self, file: BinaryIO, *, key: bytes, place: object) -> None:
        self._file = file
        self._aead = Aead(key)
        self._place = place
        self._buffer = bytearray()
        self._number = 0
        self.size = 0
        file.write(FORMAT)

    def write(self, data: bytes) -> None:
        self._buffer += data
        self.size += len(data)
        # One full chunk stays behind: the last chunk carries a mark, and only `close` knows which it is.
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]

    def close(self) -> None:
        self._put(bytes(self._buffer), last=True)
        self._buffer.clear()
        self._file.flush()

    def _put(self, data: bytes, *, last: bool) -> None:
        self._file.write(bytes(self._aead.encrypt(data, _chunk_place(self._place, self._number, last=last))))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads and seeks in what a SealedWriter wrote; raises Tampered for a changed or cut file.

    Wrap it in io.BufferedReader for small reads.
    """

    def __init__(self, file: BinaryIO, *, key: bytes, place: object) -> None:
        self._file = file
        self._aead = Aead(key)
        self._place = place
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")
        sealed_size = file.seek(0, io.SEEK_END) - len(FORMAT)
        full, rest = divmod(sealed_size, CHUNK + _OVERHEAD)
        if sealed_size < _OVERHEAD or 0 < rest < _OVERHEAD:
            raise Tampered
        self._chunks = full + bool(rest)
        self.size = sealed_size - self._chunks * _OVERHEAD
        file.seek(0)
        if file.read(1) != FORMAT:
            raise Tampered

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        if self._at >= self.size:
            self._chunk(self._chunks - 1)  # so that even an empty or cut file is checked to its end
            return 0
        number, offset = divmod(self._at, CHUNK)
        piece = self._chunk(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        """Close the sealed file too."""
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._file.seek(len(FORMAT) + number * (CHUNK + _OVERHEAD))
            sealed = self._file.read(CHUNK + _OVERHEAD)
            place = _chunk_place(self._place, number, last=number == self._chunks - 1)
            try:
                self._opened = (number, bytes(self._aead.decrypt(sealed, place)))
            except (CryptoError, ValueError):
                raise Tampered from None
        return self._opened[1]


def _chunk_place(place: object, number: int, *, last: bool) -> bytes:
    return place_bytes("stream", place, number, "last" if last else "more")
