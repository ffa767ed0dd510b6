"""What a command costs: wall time, CPU, memory and disk, as the operating system accounts for it."""
import dataclasses
import os
import subprocess
import tempfile
import threading
import time


@dataclasses.dataclass(frozen=True)
class Cost:
    wall_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int
    # None where the system keeps no such account.
    disk_bytes: int | None

    def then(self, other):
        """The cost of one after the other."""
        disk = None if self.disk_bytes is None or other.disk_bytes is None else self.disk_bytes + other.disk_bytes
        return Cost(self.wall_seconds + other.wall_seconds, self.cpu_seconds + other.cpu_seconds,
                    max(self.peak_rss_bytes, other.peak_rss_bytes), disk)


class CommandFailed(Exception):
    """It ended with something else than 0, or not in time."""


def disk_bytes_so_far():
    """What this process and all children that ended had written to disks; None where nobody counts it.

    When a child ends, Linux adds its account to that of its parent. What is written to a file system in memory is not
    in it.
    """
    try:
        with open("/proc/self/io") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes:"))
    except (OSError, StopIteration):
        return None


def run(steps, environment, limit_seconds):
    """Runs the steps one after the other; each is a pipeline of commands that run at once.

    Returns the cost of all of them, and what was printed. CPU is that of each command with its children. The memory of
    commands that run at once is the sum of their peaks, of a command with children the largest one's.
    """
    total, printed = None, ""
    for pipeline in steps:
        cost, text = _run_pipeline(pipeline, environment, limit_seconds)
        total = total.then(cost) if total else cost
        printed += text
    return total, printed


def _run_pipeline(commands, environment, limit_seconds):
    with tempfile.TemporaryFile(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as said:
        disk_before = disk_bytes_so_far()
        started = time.monotonic()
        processes, source = [], subprocess.DEVNULL
        for command in commands:
            last = command is commands[-1]
            process = subprocess.Popen(command, env={**os.environ, **environment}, stdin=source,
                                       stdout=said if last else subprocess.PIPE, stderr=said)
            if source is not subprocess.DEVNULL:
                source.close()
            source = process.stdout
            processes.append(process)
        usages = _wait(processes, limit_seconds)
        wall = time.monotonic() - started
        disk_after = disk_bytes_so_far()
        said.seek(0)
        text = said.read().decode(errors="replace")
    for process in processes:
        if process.returncode != 0:
            late = f" after {limit_seconds} s" if wall >= limit_seconds else ""
            raise CommandFailed(f"{process.args[0]} ended with {process.returncode}{late}:\n{text}")
    disk = None if disk_before is None or disk_after is None else disk_after - disk_before
    return Cost(wall, sum(usage.ru_utime + usage.ru_stime for usage in usages),
                sum(usage.ru_maxrss for usage in usages) << 10, disk), text


def _wait(processes, limit_seconds):
    """The account of each. Kills them all when the time is over."""
    alarm = threading.Timer(limit_seconds, lambda: [process.kill() for process in processes])
    alarm.start()
    try:
        usages = []
        for process in processes:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            usages.append(usage)
        return usages
    finally:
        alarm.cancel()
