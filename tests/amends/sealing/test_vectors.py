"""What stands below is standard: the published test vectors come out of the libraries that are installed."""

from __future__ import annotations

from hashlib import blake2b

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13, crypto_scalarmult
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.signing import SigningKey


def test_xchacha20_poly1305_is_that_of_the_draft():
    """draft-irtf-cfrg-xchacha-03, A.3.1."""
    words = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        b"sunscreen would be it."
    )
    key = bytes(range(0x80, 0xA0))
    nonce = bytes(range(0x40, 0x58))
    place = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    sealed = bytes.fromhex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
        "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )
    assert bytes(Aead(key).encrypt(words, place, nonce)) == nonce + sealed
    assert Aead(key).decrypt(nonce + sealed, place) == words
    with pytest.raises(CryptoError):
        Aead(key).decrypt(nonce + sealed, place + b"x")


def test_argon2id_is_that_of_the_standard():
    """RFC 9106, 5.3. libsodium has neither its lanes nor its secret, so it is compared with who gives this answer."""
    derived = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    ).derive(b"\x01" * 32)
    assert derived.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


@pytest.mark.parametrize(("mebibytes", "passes"), [(1, 1), (8, 3), (64, 3)])
def test_libsodium_derives_what_another_library_derives(mebibytes, passes):
    secret, salt = b"river candle open north seven", bytes(range(16))
    other = Argon2id(salt=salt, length=32, iterations=passes, lanes=1, memory_cost=mebibytes * 1024).derive(secret)
    ours = crypto_pwhash_alg(32, secret, salt, passes, mebibytes * 1024**2, crypto_pwhash_ALG_ARGON2ID13)
    assert ours == other


def test_x25519_is_that_of_the_standard():
    """RFC 7748, 5.2, after one round: the base point is its own scalar."""
    nine = b"\x09" + bytes(31)
    assert crypto_scalarmult(nine, nine).hex() == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"


def test_ed25519_is_that_of_the_standard():
    """RFC 8032, 7.1, test 1."""
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert bytes(key.verify_key).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").signature.hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"
    )


def test_blake2b_is_that_of_the_standard():
    """RFC 7693, appendix A."""
    assert blake2b(b"abc").hexdigest() == (
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    )
