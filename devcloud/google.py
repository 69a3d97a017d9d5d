"""A command for which Google's names lead to this cloud, with no change to the command.

Its environment names a proxy on the loopback interface, which takes what is sent to the names of a
domain (``*.googleapis.com``) and passes it on to the endpoint, and refuses all the rest: nothing
that the command sends through it leaves the machine. The certificate for these names is by a
certificate authority that signs nothing else: its private key is never kept.
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import json
import os
import pathlib
import signal
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import requests
import socks
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devcloud import clients
from devcloud.errors import DevcloudError
from devcloud.layout import HOST, Cloud

DOMAIN = "googleapis.com"
# where each library looks for the certificates that it trusts
TRUST = (
    "REQUESTS_CA_BUNDLE",
    "HTTPLIB2_CA_CERTS",
    "SSL_CERT_FILE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
)
# what would lead a client past the proxy
FOREIGN = ("CLOUDSDK_", "GOOGLE_", "GCLOUD_", "GCE_METADATA_")


def run(cloud: Cloud, command: list[str], user: str, project: str) -> int:
    """The exit status of a command that is run by a user, in a project, as if at Google.

    :raises DevcloudError: the cloud does not answer, or there is no such command.
    """
    key = service_account_key(cloud, user, project)
    own = {
        "GOOGLE_APPLICATION_CREDENTIALS": str(key),
        "GOOGLE_CLOUD_PROJECT": project,
        "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE": str(key),
        "CLOUDSDK_CORE_PROJECT": project,
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        "CLOUDSDK_CONFIG": str(cloud.state / "gcloud-run"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    with (
        tempfile.TemporaryDirectory(prefix="devcloud-") as folder,
        names(pathlib.Path(folder), cloud.service("gce").port) as (_, variables),
    ):
        own["PYTHONPATH"] = _with_socks(pathlib.Path(folder), kept.get("PYTHONPATH"))
        return _wait(command, kept | variables | own)


def _with_socks(folder: pathlib.Path, path: str | None) -> str:
    """A PYTHONPATH with PySocks, which the command's own Python may not have: without it httplib2
    (of google-api-python-client) would pass the proxy by without a word."""
    modules = folder / "python"
    modules.mkdir()
    (modules / "socks.py").symlink_to(socks.__file__)
    return os.pathsep.join(filter(None, (str(modules), path)))


def _wait(command: list[str], environment: dict[str, str]) -> int:
    """Run to the end. Ctrl-C is the command's own affair, as it would be without us."""
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise DevcloudError(f"{command[0]} cannot be run: {error.strerror}.") from None
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return child.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        if child.poll() is None:
            child.terminate()
            child.wait()


# -- credentials ---------------------------------------------------------------------------------


def service_account_key(cloud: Cloud, user: str, project: str) -> pathlib.Path:
    """The file of a key of the project's default service account, made by the user if need be.

    It stays: groups and schedules that were made with it go on for as long as the key is there.
    """
    folder = cloud.state / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{user}@{project}.json"
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {clients.token(cloud, user, project)}"
    session.headers["Host"] = f"www.{DOMAIN}"  # the name that the key is to hold
    if not (path.exists() and _is_good(session, cloud, path)):
        part = path.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(_new_key(session, cloud, project))
        part.replace(path)
    return path


def _is_good(session: requests.Session, cloud: Cloud, path: pathlib.Path) -> bool:
    key = json.loads(path.read_text())
    name = f"projects/{key['project_id']}/serviceAccounts/{key['client_email']}"
    answer = session.get(f"{cloud.gce_url}/v1/{name}/keys/{key['private_key_id']}", timeout=60)
    return answer.ok and not answer.json().get("disabled")


def _new_key(session: requests.Session, cloud: Cloud, project: str) -> bytes:
    found = session.get(f"{cloud.gce_url}/compute/v1/projects/{project}", timeout=60)
    answer = found
    if found.ok:
        name = f"projects/{project}/serviceAccounts/{found.json()['defaultServiceAccount']}"
        answer = session.post(f"{cloud.gce_url}/v1/{name}/keys", json={}, timeout=60)
    if not answer.ok:
        raise DevcloudError(f"No service account key: {answer.json()['error']['message']}")
    return base64.b64decode(answer.json()["privateKeyData"])


# -- names and certificates ----------------------------------------------------------------------


@contextlib.contextmanager
def names(
    folder: pathlib.Path, target: int, domain: str = DOMAIN
) -> Iterator[tuple[Proxy, dict[str, str]]]:
    """A proxy that leads the names of a domain to a port here, and the variables that make clients
    use it. ``folder`` is for the certificates."""
    authority, certificate = make_certificates(folder, domain)
    with Proxy(certificate, target, domain) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        proxied = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), proxy.url)
        direct = dict.fromkeys(("NO_PROXY", "no_proxy"), f"{HOST},localhost")
        yield proxy, proxied | direct | dict.fromkeys(TRUST, str(authority))
        proxy.shutdown()


class Proxy(socketserver.ThreadingTCPServer):
    """Takes CONNECT for the names of ``domain``, ends TLS and passes on what comes to ``target``.

    ``hosts``: the names that were asked for; ``strangers``: the requests for others.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificate: pathlib.Path, target: int, domain: str) -> None:
        super().__init__((HOST, 0), _Connection)
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(certificate)
        self.target = target
        self.domain = domain
        self.hosts: set[str] = set()
        self.strangers: list[str] = []

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"


class _Connection(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        line = self.rfile.readline().decode("latin-1")
        while self.rfile.readline().strip():
            pass
        verb, _, rest = line.partition(" ")
        host = rest.split(" ")[0].rpartition(":")[0]
        if verb != "CONNECT" or not host.endswith("." + self.server.domain):
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
        reason = f"devcloud has nothing but *.{self.server.domain}"
        self.wfile.write(f"HTTP/1.1 403 {reason}\r\nContent-Length: 0\r\n\r\n".encode())


def _pipe(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def make_certificates(folder: pathlib.Path, domain: str) -> tuple[pathlib.Path, pathlib.Path]:
    """Files with the certificate of an authority, and with a server's certificate and key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = f"devcloud, for *.{domain} on this machine"
    authority = _certificate(
        issuer,
        issuer,
        ca_key,
        ca_key,
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (x509.NameConstraints([x509.DNSName(domain)], None), True),
        (x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), False),
    )
    server = _certificate(
        "devcloud",
        issuer,
        key,
        ca_key,
        (x509.SubjectAlternativeName([x509.DNSName(f"*.{domain}")]), False),
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
