"""A universe of one's own: an endpoint behind TLS by a private CA, under names of a domain.

What a client sends to a name of the domain goes, by way of a proxy that stands for DNS and the
load balancer, to an endpoint of the test. Whatever else a client looks for is noted and refused.
"""

from __future__ import annotations

import contextlib
import datetime
import pathlib
import socket
import socketserver
import ssl
import subprocess
import sys
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from devcloud_fixture import free_base

from devcloud.services import serving

DOMAIN = "cloud.test"


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject, issuer, key, issuer_key, *extensions):
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def make_certificates(folder: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    """Files with the CA's certificate, and with the server's certificate and key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate(
        "A private CA",
        "A private CA",
        ca_key,
        ca_key,
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), False),
    )
    names = x509.SubjectAlternativeName([x509.DNSName(f"*.{DOMAIN}")])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    server = _certificate("compute", "A private CA", key, ca_key, (names, False), (issuer, False))
    pem = serialization.Encoding.PEM
    ca_file, server_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(authority.public_bytes(pem))
    server_file.write_bytes(
        server.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return ca_file, server_file


class _Connection(socketserver.StreamRequestHandler):
    """One CONNECT: TLS ends here, plain HTTP goes on to the endpoint."""

    def handle(self):
        line = self.rfile.readline().decode()
        while self.rfile.readline().strip():
            pass
        host = line.split()[1].rpartition(":")[0]
        if not line.startswith("CONNECT ") or not host.endswith("." + DOMAIN):
            self.server.strangers.append(line.strip())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        self.server.hosts.add(host)
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with (
            contextlib.suppress(OSError),
            self.server.tls.wrap_socket(self.connection, server_side=True) as near,
            socket.create_connection(("127.0.0.1", self.server.target)) as far,
        ):
            back = threading.Thread(target=_pipe, args=(far, near), daemon=True)
            back.start()
            _pipe(near, far)
            back.join()


def _pipe(source, sink):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


class Proxy(socketserver.ThreadingTCPServer):
    """``hosts``: the names that were asked for; ``strangers``: what was not of the domain."""

    daemon_threads = True

    def __init__(self, certificate: pathlib.Path, target: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(certificate)
        self.target = target
        self.hosts: set[str] = set()
        self.strangers: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextlib.contextmanager
def endpoint(cloud, folder: pathlib.Path):
    """The port of an endpoint of the devcloud that knows that it is of the domain."""
    port = free_base()
    own = folder / "universe.conf"
    own.write_text(
        f"[api]\nbind_port = {port}\nuniverse_domain = {DOMAIN}\n"
        f"public_url = https://compute.{DOMAIN}/\n"
        f"[DEFAULT]\nlog_file = {folder}/endpoint.log\n"
    )
    shared = cloud.etc(cloud.by_key("gce")) / "gce-api.conf"
    command = [sys.executable, "-c", "from gce_api.cli import main; main()"]
    files = [f"--config-file={shared}", f"--config-file={own}"]
    process = subprocess.Popen([*command, *files, "serve"])
    try:
        serving.wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def universe(cloud, folder: pathlib.Path):
    """The proxy, and the variables that make a client use it."""
    ca, certificate = make_certificates(folder)
    with endpoint(cloud, folder) as port, Proxy(certificate, port) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield (
            proxy,
            {
                "HTTPS_PROXY": proxy.url,
                "https_proxy": proxy.url,
                "NO_PROXY": "127.0.0.1,localhost",
                "no_proxy": "127.0.0.1,localhost",
                "REQUESTS_CA_BUNDLE": str(ca),
                "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE": str(ca),
                "GOOGLE_CLOUD_UNIVERSE_DOMAIN": DOMAIN,
                "CLOUDSDK_CORE_UNIVERSE_DOMAIN": DOMAIN,
            },
        )
        proxy.shutdown()
