"""The real servers that the scripts here and in benchmarks/ run: OpenSSH, versitygw and MinIO on 127.0.0.1, each in a
folder of the script's own, by http or TLS, and rclone as the other client. Python's standard library alone.

Needs: dev/install-servers --peers
"""
import filecmp
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(
    os.environ.get("CROSSDOCK_SERVERS")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "crossdock" / "servers"
)
COMMAND = os.environ.get("CROSSDOCK_BENCH_COMMAND") or str(ROOT / "crossdock")
ACCESS_KEY, SECRET_KEY, BUCKET, REGION = "bench", "bench-secret", "data", "us-east-1"
UNITS = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
SHARED_MEMORY = pathlib.Path("/dev/shm")
# Spared for the programs themselves when a folder in memory is chosen.
SPARE_BYTES = 2 << 30


def parse_size(text):
    form = re.fullmatch(r"(\d+)(KiB|MiB|GiB)", text)
    if not form:
        sys.exit(f"'{text}' is not a size: write it like 64MiB")
    return int(form.group(1)) * UNITS[form.group(2)]


def program(name):
    path = CACHE / "bin" / name
    if not path.exists():
        sys.exit(f"{name} is not installed: run dev/install-servers --peers")
    return str(path)


def quiet_folder(needed_bytes):
    """Where files are best put: in memory if they fit there, for a disk's write-back would be measured too."""
    try:
        free = shutil.disk_usage(SHARED_MEMORY).free
        with open("/proc/meminfo") as lines:
            available = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return None
    return str(SHARED_MEMORY) if min(free, available - SPARE_BYTES) > needed_bytes else None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Authority:
    """A certificate authority of this run's own, and a certificate by it for 127.0.0.1."""

    def __init__(self, folder):
        self.certificate = folder / "ca.pem"
        self.server_certificate = folder / "server.pem"
        self.server_key = folder / "server.key"
        self.folder = folder
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        extensions = folder / "server.ext"
        extensions.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        self._openssl("req", "-x509", *key, "-days", "30", "-subj", "/CN=Crossdock bench CA", "-keyout",
                      folder / "ca.key", "-out", self.certificate)
        self._openssl("req", *key, "-subj", "/CN=127.0.0.1", "-keyout", self.server_key, "-out", folder / "server.csr")
        self._openssl("x509", "-req", "-in", folder / "server.csr", "-CA", self.certificate, "-CAkey",
                      folder / "ca.key", "-CAcreateserial", "-days", "30", "-extfile", extensions, "-out",
                      self.server_certificate)

    def trust_store(self, java_home):
        """The same authority in the form that Java reads; its password is `changeit`."""
        store = self.folder / "trust.p12"
        if not store.exists():
            keytool = shutil.which("keytool", path=os.path.join(java_home, "bin")) or shutil.which("keytool")
            if not keytool:
                sys.exit(f"there is no keytool in {java_home}/bin, nor on the PATH: put a JDK's bin folder there")
            subprocess.check_call(
                [keytool, "-importcert", "-noprompt", "-alias", "bench", "-file",
                 self.certificate, "-keystore", store, "-storetype", "PKCS12", "-storepass", "changeit"],
                stderr=subprocess.DEVNULL,
            )
        return store

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


class Server:
    """A program that listens on a port of its own. May be killed and started again; what it stored stays."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        # Where clients knock: another port if something stands between them and the server.
        self.entrance = self.port
        self.process = None

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def start(self):
        log = open(self.folder / f"{type(self).__name__.lower()}.log", "ab")
        with log:
            self.process = subprocess.Popen(
                self.command(), env={**os.environ, **self.environment()}, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log,
            )
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(f"a server ended at once: {self.process.args}; see {log.name}")
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        sys.exit(f"a server did not answer: {self.process.args}")

    def kill(self):
        """Ends it as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class OpenSsh(Server):
    def __init__(self, folder, start_folder=None):
        super().__init__(folder)
        self.user = subprocess.check_output(["id", "-un"], text=True).strip()
        self.key = folder / "user_key"
        self.known_hosts = folder / "known_hosts"
        for name in ("host_key", "user_key"):
            subprocess.check_call(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name])
        shutil.copy(folder / "user_key.pub", folder / "authorized_keys")
        self.entered_by(self.port)
        (folder / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\n"
            f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\nMaxStartups 100\n"
            f"Subsystem sftp internal-sftp -d {start_folder or '/'}\nPidFile none\nCiphers aes128-gcm@openssh.com\n"
        )
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)

    def entered_by(self, port):
        self.entrance = port
        host_key = (self.folder / "host_key.pub").read_text().split()
        self.known_hosts.write_text(f"[127.0.0.1]:{port} {host_key[0]} {host_key[1]}\n")

    def command(self):
        return ["/usr/sbin/sshd", "-D", "-e", "-f", str(self.folder / "sshd_config")]

    def sessions(self):
        """The processes that serve the connections there are now."""
        listing = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], text=True, stdout=subprocess.PIPE, check=False
        )
        return [int(pid) for pid in listing.stdout.split()]

    def url(self, file):
        return f"sftp://{self.user}@127.0.0.1:{self.entrance}{file}"


STORE_ENVIRONMENT = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION}


class Store(Server):
    """An S3 store; with an authority it speaks TLS alone."""

    def __init__(self, folder, authority=None):
        super().__init__(folder)
        self.authority = authority
        (folder / "objects").mkdir()

    @property
    def endpoint(self):
        return self._endpoint(self.entrance)

    def _endpoint(self, port):
        return f"{'https' if self.authority else 'http'}://127.0.0.1:{port}"

    def entered_by(self, port):
        self.entrance = port

    def rclone_environment(self):
        trust = {"RCLONE_CA_CERT": str(self.authority.certificate)} if self.authority else {}
        return {
            **trust,
            "RCLONE_CONFIG": "/dev/null",
            "RCLONE_CONFIG_DST_TYPE": "s3",
            "RCLONE_CONFIG_DST_PROVIDER": "Other",
            "RCLONE_CONFIG_DST_ENDPOINT": self.endpoint,
            "RCLONE_CONFIG_DST_ACCESS_KEY_ID": ACCESS_KEY,
            "RCLONE_CONFIG_DST_SECRET_ACCESS_KEY": SECRET_KEY,
            "RCLONE_CONFIG_DST_REGION": REGION,
        }

    def rclone(self, *arguments):
        """Talks to the server itself, whatever stands before it."""
        direct = {"RCLONE_CONFIG_DST_ENDPOINT": self._endpoint(self.port)}
        return [program("rclone"), *arguments], {**os.environ, **self.rclone_environment(), **direct}

    def make_bucket(self):
        command, environment = self.rclone("mkdir", f"dst:{BUCKET}")
        subprocess.check_call(command, env=environment)

    def holds(self, key, file):
        """Whether an object is equal to a file, byte by byte."""
        command, environment = self.rclone("cat", f"dst:{BUCKET}/{key}")
        with open(file, "rb") as source, subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as reading:
            while True:
                block = source.read(1 << 20)
                if reading.stdout.read(len(block) or 1) != block:
                    reading.kill()
                    return False
                if not block:
                    break
        return reading.returncode == 0

    def remove(self, key):
        command, environment = self.rclone("deletefile", f"dst:{BUCKET}/{key}")
        subprocess.check_call(command, env=environment)


class Versitygw(Store):
    def __init__(self, folder, authority=None):
        super().__init__(folder, authority)
        (folder / "metadata").mkdir()  # beside the objects: what an object of 500 parts needs is too much for an xattr

    def command(self):
        tls = []
        if self.authority:
            tls = ["--cert", str(self.authority.server_certificate), "--key", str(self.authority.server_key)]
        return [program("versitygw"), "--port", f"127.0.0.1:{self.port}", "--access", ACCESS_KEY, "--secret",
                SECRET_KEY, "--quiet", *tls, "posix", "--sidecar", str(self.folder / "metadata"),
                str(self.folder / "objects")]

    def file(self, key):
        """The plain file that an object is."""
        return self.folder / "objects" / BUCKET / key

    def holds(self, key, file):
        return self.file(key).exists() and filecmp.cmp(file, self.file(key), shallow=False)

    def remove(self, key):
        self.file(key).unlink()


class Minio(Store):
    def __init__(self, folder, authority=None):
        super().__init__(folder, authority)
        self.certificates = folder / "certificates"
        self.certificates.mkdir()
        if authority:
            shutil.copy(authority.server_certificate, self.certificates / "public.crt")
            shutil.copy(authority.server_key, self.certificates / "private.key")

    def environment(self):
        return {"MINIO_ROOT_USER": ACCESS_KEY, "MINIO_ROOT_PASSWORD": SECRET_KEY}

    def command(self):
        return [program("minio"), "server", str(self.folder / "objects"), "--address", f"127.0.0.1:{self.port}",
                "--console-address", "127.0.0.1:0", "--certs-dir", str(self.certificates), "--quiet"]

    def remove(self, key):
        super().remove(key)
        # It empties its trash minutes later, and memory has no room for so many objects.
        for thrown_away in os.scandir(self.folder / "objects" / ".minio.sys" / "tmp" / ".trash"):
            shutil.rmtree(thrown_away, ignore_errors=True)  # it may be at it itself


def crossdock(ssh, store, file, key, *options):
    """The command that moves a file, and its environment."""
    return (
        [COMMAND, "cp", "--json", "-i", str(ssh.key), "--known-hosts", str(ssh.known_hosts), "--endpoint",
         store.endpoint, *options, ssh.url(file), f"s3://{BUCKET}/{key}"],
        STORE_ENVIRONMENT,
    )


def cleanup(store, *options):
    """The command that ends unfinished uploads, and its environment."""
    return [COMMAND, "cleanup", "--json", "--endpoint", store.endpoint, *options, f"s3://{BUCKET}"], STORE_ENVIRONMENT


def make_file(path, size, random=os.urandom):
    """Bytes that no two blocks share, so that a block in the wrong place is seen."""
    block = random(1 << 20)
    with open(path, "wb") as out:
        for start in range(0, size, 1 << 20):
            out.write((start.to_bytes(8, "big") + block[8:])[: min(1 << 20, size - start)])
