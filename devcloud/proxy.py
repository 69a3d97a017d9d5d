"""A proxy on the loopback interface that leads the names of a domain to a port of this machine.

It stands for DNS and for what ends TLS there. All other names are refused. Its certificate is by a
certificate authority that signs nothing else: its private key is never kept.
"""

from __future__ import annotations

import contextlib
import datetime
import pathlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devcloud.layout import HOST

# where each library looks for the certificates that it trusts
TRUST = (
    "REQUESTS_CA_BUNDLE",
    "HTTPLIB2_CA_CERTS",
    "SSL_CERT_FILE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
)


@contextlib.contextmanager
def serving(
    folder: pathlib.Path, target: int, domain: str, *hosts: str
) -> Iterator[tuple[Proxy, dict[str, str]]]:
    """A proxy that leads the names of a domain, and single hosts elsewhere, to a port here, and the
    variables that make clients use it. ``folder`` is for the certificates."""
    authority, certificate = make_certificates(folder, domain, *hosts)
    with Proxy(certificate, target, domain, *hosts) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        proxied = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), proxy.url)
        direct = dict.fromkeys(("NO_PROXY", "no_proxy"), f"{HOST},localhost")
        try:
            yield proxy, proxied | direct | dict.fromkeys(TRUST, str(authority))
        finally:
            proxy.shutdown()


class Proxy(socketserver.ThreadingTCPServer):
    """Takes CONNECT for the names of ``domain`` and for ``names``, ends TLS and passes on what
    comes to ``target``.

    ``hosts``: the names that were asked for; ``strangers``: the requests for others.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificate: pathlib.Path, target: int, domain: str, *names: str) -> None:
        super().__init__((HOST, 0), _Connection)
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(certificate)
        self.target = target
        self.domain = domain
        self.names = names
        self.hosts: set[str] = set()
        self.strangers: list[str] = []

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def leads(self, host: str) -> bool:
        """Whether a name leads here."""
        return host in self.names or host.endswith("." + self.domain)


class _Connection(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        line = self.rfile.readline().decode("latin-1")
        while self.rfile.readline().strip():
            pass
        verb, _, rest = line.partition(" ")
        host = rest.split(" ")[0].rpartition(":")[0]
        if verb != "CONNECT" or not self.server.leads(host):
            self.server.strangers.append(line.strip())
            self._refuse(host)
            return
        self.server.hosts.add(host)
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with (
            contextlib.suppress(OSError),
            self.server.tls.wrap_socket(self.connection, server_side=True) as near,
            socket.create_connection((HOST, self.server.target)) as far,
        ):
            back = threading.Thread(target=_pipe, args=(far, near), daemon=True)
            back.start()
            _pipe(near, far)
            back.join()

    def _refuse(self, host: str) -> None:
        known = ", ".join((f"*.{self.server.domain}", *self.server.names))
        reason = f"devcloud has nothing but {known}"
        self.wfile.write(f"HTTP/1.1 403 {reason}\r\nContent-Length: 0\r\n\r\n".encode())


def _pipe(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def make_certificates(
    folder: pathlib.Path, domain: str, *hosts: str
) -> tuple[pathlib.Path, pathlib.Path]:
    """Files with the certificate of an authority, and with a server's certificate and key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = f"devcloud, for *.{domain} on this machine"
    authority = _certificate(
        issuer,
        issuer,
        ca_key,
        ca_key,
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (x509.NameConstraints([x509.DNSName(name) for name in (domain, *hosts)], None), True),
        (x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), False),
    )
    server = _certificate(
        "devcloud",
        issuer,
        key,
        ca_key,
        (
            x509.SubjectAlternativeName([x509.DNSName(name) for name in (f"*.{domain}", *hosts)]),
            False,
        ),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False),
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    ca_file, server_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(authority.public_bytes(pem))
    server_file.touch(mode=0o600)
    server_file.write_bytes(server.public_bytes(pem) + secret)
    return ca_file, server_file


def _certificate(
    subject: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    *extensions: tuple[x509.ExtensionType, bool],
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
