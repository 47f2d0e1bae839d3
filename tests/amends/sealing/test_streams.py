from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.errors import Tampered
from amends.sealing import SealedReader, SealedWriter
from amends.sealing.streams import CHUNK

KEY = bytes(range(32))
SEALED_CHUNK = CHUNK + 40


def sealed(content, *, piece=None, place="upload-1"):
    file = io.BytesIO()
    writer = SealedWriter(file, key=KEY, place=place)
    for start in range(0, len(content), piece or max(len(content), 1)):
        writer.write(content[start : start + (piece or len(content))])
    writer.close()
    return file.getvalue()


def reader(data, *, place="upload-1", key=KEY):
    return io.BufferedReader(SealedReader(io.BytesIO(data), key=key, place=place))


def content_of(size):
    return bytes(number * 31 % 251 for number in range(size))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_what_was_written_is_read(size):
    content = content_of(size)
    opened = SealedReader(io.BytesIO(sealed(content)), key=KEY, place="upload-1")
    assert opened.size == size
    assert opened.read() == content


@pytest.mark.parametrize("piece", [1000, CHUNK, CHUNK + 1, 200_000])
def test_the_size_of_the_pieces_does_not_matter(piece):
    content = content_of(3 * CHUNK + 5)
    assert reader(sealed(content, piece=piece)).read() == content


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 3 * CHUNK), st.integers(0, 2 * CHUNK)), max_size=8))
def test_reading_anywhere_gives_what_the_plain_file_gives(places):
    content = content_of(2 * CHUNK + 999)
    plain, opened = io.BytesIO(content), reader(sealed(content))
    for start, length in places:
        plain.seek(start)
        opened.seek(start)
        assert opened.read(length) == plain.read(length)


def test_seeking_works_from_the_start_the_place_and_the_end():
    content = content_of(CHUNK + 100)
    opened = SealedReader(io.BytesIO(sealed(content)), key=KEY, place="upload-1")
    assert opened.seek(-10, io.SEEK_END) == len(content) - 10
    assert opened.read(10) == content[-10:]
    opened.seek(5)
    assert opened.seek(5, io.SEEK_CUR) == 10
    assert opened.seek(-99) == 0


def test_nothing_is_plain_in_the_file():
    assert b"you said you would" not in sealed(b"you said you would" * 10_000)


@pytest.mark.parametrize("place", [0, 1, 30, SEALED_CHUNK - 1, SEALED_CHUNK + 30, -1])
def test_a_changed_byte_is_refused(place):
    data = bytearray(sealed(content_of(CHUNK + 500)))
    data[place] ^= 1
    with pytest.raises(Tampered):
        reader(bytes(data)).read()


@pytest.mark.parametrize("cut", [1, 40, 500, 539, 540, 541, SEALED_CHUNK])
def test_a_file_that_was_cut_short_is_refused(cut):
    data = sealed(content_of(2 * CHUNK + 500))
    with pytest.raises(Tampered):
        reader(data[:-cut]).read()


def test_a_file_cut_between_two_chunks_is_refused_at_its_new_end():
    data = sealed(content_of(3 * CHUNK))
    for chunks in (0, 1, 2):
        with pytest.raises(Tampered):
            reader(data[: 1 + chunks * SEALED_CHUNK]).read()


def test_chunks_that_changed_places_are_refused():
    data = sealed(content_of(3 * CHUNK))
    one, two = data[1 : 1 + SEALED_CHUNK], data[1 + SEALED_CHUNK : 1 + 2 * SEALED_CHUNK]
    with pytest.raises(Tampered):
        reader(data[:1] + two + one + data[1 + 2 * SEALED_CHUNK :]).read()


def test_a_chunk_that_was_repeated_is_refused():
    data = sealed(content_of(2 * CHUNK))
    with pytest.raises(Tampered):
        reader(data + data[-SEALED_CHUNK:]).read()


@pytest.mark.parametrize(("key", "place"), [(b"k" * 32, "upload-1"), (KEY, "upload-2")])
def test_another_key_or_place_is_refused(key, place):
    with pytest.raises(Tampered):
        reader(sealed(b"words"), key=key, place=place).read()


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x01short", b"\x02" + b"x" * 100])
def test_what_is_no_sealed_file_is_refused(data):
    with pytest.raises(Tampered):
        reader(data).read()


def test_a_file_that_was_never_closed_counts_as_cut():
    file = io.BytesIO()
    SealedWriter(file, key=KEY, place="upload-1").write(content_of(3 * CHUNK))
    with pytest.raises(Tampered):
        reader(file.getvalue()).read()


class Watched(io.BytesIO):
    """Notes which bytes are asked for."""

    def __init__(self, data):
        super().__init__(data)
        self.asked = []

    def read(self, size=-1):
        self.asked.append((self.tell(), size))
        return super().read(size)


def test_reading_in_the_middle_opens_the_chunks_that_are_there_and_no_others():
    content = content_of(5 * CHUNK)
    file = Watched(sealed(content))
    opened = SealedReader(file, key=KEY, place="upload-1")
    file.asked.clear()
    opened.seek(2 * CHUNK - 10)
    assert opened.read(10) + opened.read(10) == content[2 * CHUNK - 10 : 2 * CHUNK + 10]
    assert file.asked == [(1 + SEALED_CHUNK, SEALED_CHUNK), (1 + 2 * SEALED_CHUNK, SEALED_CHUNK)]


def test_a_chunk_that_was_changed_is_found_when_it_is_read_and_the_others_still_open():
    content = content_of(3 * CHUNK)
    data = bytearray(sealed(content))
    data[1 + SEALED_CHUNK + 100] ^= 1
    opened = reader(bytes(data))
    assert opened.read(CHUNK) == content[:CHUNK]
    opened.seek(2 * CHUNK)
    assert opened.read() == content[2 * CHUNK :]
    opened.seek(CHUNK + 50_000)
    with pytest.raises(Tampered):
        opened.read(1)
