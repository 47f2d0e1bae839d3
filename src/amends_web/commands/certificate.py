"""A certificate for the home network, made here and kept in the data directory."""

from __future__ import annotations

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Phones refuse certificates of more than 398 days.
VALID_FOR = timedelta(days=397)
RENEW_BEFORE = timedelta(days=30)


def certificate_for(names: tuple[str, ...], *, folder: Path, now: datetime | None = None) -> tuple[Path, Path]:
    """Return the files of a certificate for these names and of its key.

    The one that is there is kept as long as it fits, so that a browser asks about it once.
    """
    now = now or datetime.now(UTC)
    certificate, key = folder / "lan-certificate.pem", folder / "lan-key.pem"
    if not _fits(certificate, key, names=names, now=now):
        private_key = ec.generate_private_key(ec.SECP256R1())
        _write(
            key,
            private_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
        _write(certificate, _signed(private_key, names=names, now=now).public_bytes(serialization.Encoding.PEM))
    return certificate, key


def _signed(key: ec.EllipticCurvePrivateKey, *, names: tuple[str, ...], now: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Amends, in this home network")])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _fits(certificate: Path, key: Path, *, names: tuple[str, ...], now: datetime) -> bool:
    if not (certificate.exists() and key.exists()):
        return False
    kept = x509.load_pem_x509_certificate(certificate.read_bytes())
    kept_names = kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(kept_names) >= {_name(name) for name in names} and kept.not_valid_after_utc - RENEW_BEFORE > now


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
