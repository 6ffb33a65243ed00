"""Real certificates for servers of tests, made by OpenSSL."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

EXTENSIONS = """[server]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
"""


@dataclass(frozen=True)
class Authority:
    """Somebody who signs certificates, and who is trusted by whoever knows ``certificate``."""

    folder: Path

    @property
    def certificate(self) -> Path:
        """The file that makes others trust."""
        return self.folder / "authority.pem"

    @classmethod
    def made(cls, folder: Path) -> "Authority":
        """Begin with a key of its own in ``folder``."""
        folder.mkdir()
        made = cls(folder)
        made._openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Tests",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", "authority.key", "-out", "authority.pem",
        )  # fmt: skip
        return made

    def sign(self, name: str, names: str, days: int = 30) -> ssl.SSLContext:
        """Return what a server needs that is known by ``names``, such as ``IP:127.0.0.1``."""
        (self.folder / f"{name}.ext").write_text(EXTENSIONS.format(names=names))
        self._openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr",
        )  # fmt: skip
        self._openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-days", str(days), "-extfile", f"{name}.ext",
            "-extensions", "server", "-out", f"{name}.pem",
        )  # fmt: skip
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)
