"""What Crossdock is compared with: what people would type instead, as they would type it."""
import os
import pathlib
import sys

from realservers import ACCESS_KEY, BUCKET, REGION, SECRET_KEY, crossdock, program

RCLONE_TUNED = ["--multi-thread-streams", "8", "--sftp-chunk-size", "255k", "--sftp-concurrency", "128",
                "--s3-upload-concurrency", "8", "--s3-chunk-size", "16M"]

# Calls the article's prototype as its own script does, but with a key for SSH and the store that is measured.
PROTOTYPE = """
import asyncio, sys
from sftp_streaming.main import AsyncSFTPToS3Streamer
port, user, key, bucket, endpoint, path = sys.argv[1:]
asyncio.run(AsyncSFTPToS3Streamer(
    bucket_name=bucket, push_gateway_url="http://127.0.0.1:9", s3_endpoint_url=endpoint,
    ssh_connection_params={"host": "127.0.0.1", "port": int(port), "username": user, "client_keys": [key]},
).upload_to_s3(path))
"""


class Peers:
    """The commands that move `file`, which the SFTP server has in the folder where it starts, to the object `file.name`.

    Each is a list of steps, each step a pipeline, each command a list of arguments; and the environment for all of them.
    """

    def __init__(self, ssh, store, scratch, command, java_home, prototype=None):
        self.ssh, self.store, self.scratch = ssh, store, scratch
        self.crossdock, self.java_home, self.prototype = command, java_home, prototype
        self.commands = {
            "crossdock": self._crossdock,
            "rclone": lambda file: self._rclone(file, []),
            "rclone tuned": lambda file: self._rclone(file, RCLONE_TUNED),
            "ssh cat, aws s3 cp -": self._piped,
            "sftp, then aws s3 cp": self._staged,
        }
        if prototype:
            self.commands["prototype"] = self._prototype

    def command(self, name, file):
        steps, environment = self.commands[name](file)
        return steps, {**environment, **self._aws_environment()}

    def staged_bytes(self):
        """What a peer left in the scratch folder, which is removed."""
        files = list(self.scratch.iterdir())
        total = sum(file.stat().st_size for file in files)
        for file in files:
            file.unlink()
        return total

    def _crossdock(self, file):
        (_, *arguments), environment = crossdock(self.ssh, self.store, file, file.name)
        command = [self.crossdock, *arguments]
        if self.store.authority:
            trust = self.store.authority.trust_store(self.java_home)
            options = [os.environ.get("CROSSDOCK_JAVA_OPTIONS", ""), f"-Djavax.net.ssl.trustStore={trust}",
                       "-Djavax.net.ssl.trustStorePassword=changeit"]
            environment["CROSSDOCK_JAVA_OPTIONS"] = " ".join(options).strip()
        return [[command]], environment

    def _rclone(self, file, options):
        environment = {
            **self.store.rclone_environment(),
            "RCLONE_CONFIG_SRC_TYPE": "sftp",
            "RCLONE_CONFIG_SRC_HOST": "127.0.0.1",
            "RCLONE_CONFIG_SRC_PORT": str(self.ssh.entrance),
            "RCLONE_CONFIG_SRC_USER": self.ssh.user,
            "RCLONE_CONFIG_SRC_KEY_FILE": str(self.ssh.key),
            "RCLONE_CONFIG_SRC_KNOWN_HOSTS_FILE": str(self.ssh.known_hosts),
            "RCLONE_CONFIG_SRC_CIPHERS": "aes128-gcm@openssh.com",
            "RCLONE_CONFIG_SRC_SHELL_TYPE": "none",
        }
        return [[[program("rclone"), "copyto", f"src:{file}", f"dst:{BUCKET}/{file.name}", *options]]], environment

    def _piped(self, file):
        read = ["ssh", "-p", str(self.ssh.entrance), *self._ssh_options(), f"{self.ssh.user}@127.0.0.1", "cat",
                str(file)]
        return [[read, self._aws_copy("-", file.name)]], {}

    def _staged(self, file):
        local = self.scratch / file.name
        read = ["sftp", "-q", "-P", str(self.ssh.entrance), *self._ssh_options(),
                f"{self.ssh.user}@127.0.0.1:{file}", str(local)]
        return [[read], [self._aws_copy(str(local), file.name)]], {}

    def _prototype(self, file):
        python = pathlib.Path(self.prototype) / ".venv" / "bin" / "python"
        if not python.exists():
            sys.exit(f"compare: {python} is missing: make a virtual environment there, and install the prototype into it")
        command = [str(python), "-c", PROTOTYPE, str(self.ssh.entrance), self.ssh.user, str(self.ssh.key), BUCKET,
                   self.store.endpoint, file.name]
        return [[command]], {"PYTHONPATH": str(self.prototype), "PYTHONDONTWRITEBYTECODE": "1"}

    def _ssh_options(self):
        return ["-F", "/dev/null", "-i", str(self.ssh.key), "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o",
                f"UserKnownHostsFile={self.ssh.known_hosts}"]

    def _aws_copy(self, source, key):
        return [program("aws"), "--endpoint-url", self.store.endpoint, "s3", "cp", "--only-show-errors", source,
                f"s3://{BUCKET}/{key}"]

    def _aws_environment(self):
        trust = {"AWS_CA_BUNDLE": str(self.store.authority.certificate)} if self.store.authority else {}
        return {**trust, "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION,
                "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
