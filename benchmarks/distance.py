"""The delay proxy of the testkit as a process of its own, between a client and a server on this machine."""
import subprocess


class Distance:
    """Keeps whoever connects to `port` a round trip away from a server's port."""

    def __init__(self, java, server_port, round_trip_ms, window="4MiB", bytes_per_second=None):
        limits = [window, *([bytes_per_second] if bytes_per_second else [])]
        self.process = subprocess.Popen(
            [*java, str(server_port), str(round_trip_ms), *limits], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def cpu_seconds(pid):
    """What a running process has spent."""
    with open(f"/proc/{pid}/stat") as line:
        fields = line.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100
