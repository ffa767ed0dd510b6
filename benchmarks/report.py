"""The table of what was measured, and its place in docs/benchmarks.md."""
import dataclasses
import datetime
import os
import re
import shlex
import statistics
import subprocess

import plot
from realservers import COMMAND, ROOT, program

HEADER = ("| size | store | round trips ms | command | wall s | CPU s/GB | peak RSS MiB | disk bytes "
          "| wall, × crossdock | CPU, × crossdock |\n|---|---|---|---|---|---|---|---|---|---|")


@dataclasses.dataclass(frozen=True)
class Case:
    size_text: str
    store: str
    scheme: str
    sftp_rtt: int
    store_rtt: int

    def __str__(self):
        return f"{self.size_text}, {self.store} by {self.scheme}, {self.sftp_rtt} ms and {self.store_rtt} ms"


@dataclasses.dataclass(frozen=True)
class Row:
    case: Case
    name: str
    wall_seconds: float
    text: str


class Recorder:
    """Prints rows as they come, and keeps them."""

    def __init__(self, rounds):
        self.rounds = rounds
        self.rows = []

    def add(self, case, size_bytes, pairs, failures):
        measured = {name: list(of_peer) for name, of_peer in pairs.items() if of_peer and name not in failures}
        base = [pair[1] for of_peer in measured.values() for pair in of_peer]
        if base:
            self._row(case, "crossdock", size_bytes, [(cost, cost) for cost in base])
        for name, of_peer in measured.items():
            if name != "crossdock":
                self._row(case, name, size_bytes, of_peer)
        for name in failures:
            self._keep(case, name, 0.0, "failed | | | | |")

    def _row(self, case, name, size_bytes, pairs):
        def median(value):
            return statistics.median(value(*pair) for pair in pairs)

        wall = median(lambda own, base: own[0].wall_seconds)
        cpu = median(lambda own, base: own[0].cpu_seconds) / (size_bytes / 1e9)
        rss = median(lambda own, base: own[0].peak_rss_bytes) / (1 << 20)
        ratios = [median(lambda own, base: getattr(own[0], field) / getattr(base[0], field))
                  for field in ("wall_seconds", "cpu_seconds")]
        self._keep(case, name, wall, f"{wall:.2f} | {cpu:.2f} | {rss:.0f} | {disk(pairs)} | {ratios[0]:.2f} "
                                     f"| {ratios[1]:.2f}")

    def _keep(self, case, name, wall, columns):
        text = (f"| {case.size_text} | {case.store}, {case.scheme} | {case.sftp_rtt}, {case.store_rtt} | {name} "
                f"| {columns} |")
        if not self.rows:
            print(HEADER)
        self.rows.append(Row(case, name, wall, text))
        print(text, flush=True)

    def record(self, name, arguments, plotted):
        """Puts what was measured into docs/benchmarks.md, in the place of what was measured under this name before."""
        picture = f"benchmarks-{name}.svg"
        shown = []
        if plotted:
            (ROOT / "docs" / picture).write_text(plot.bars(self.rows))
            shown = [f"![wall seconds]({picture})", ""]
        begin, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
        section = "\n".join([
            begin, "", "```sh", f"benchmarks/compare {shlex.join(without_paths(arguments))}", "```", "",
            conditions(f"{self.rounds} pairs"), "",
            HEADER, *(row.text for row in self.rows), "", *shown, end,
        ])
        page = ROOT / "docs" / "benchmarks.md"
        text = page.read_text()
        if begin in text:
            text = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: section, text, flags=re.DOTALL)
        else:
            text = text.rstrip("\n") + "\n\n" + section + "\n"
        page.write_text(text)


def without_paths(arguments):
    """Where somebody's files lie is nobody else's business."""
    return ["DIR" if before in ("--prototype", "--folder") else argument
            for before, argument in zip(["", *arguments], arguments)]


def disk(pairs):
    """What a command wrote to disks, and what it staged, which lay in memory here and would lie on a disk elsewhere."""
    written = [own[0].disk_bytes for own, _ in pairs]
    staged = statistics.median(own[1] for own, _ in pairs)
    if None in written:
        return f"{staged:.0f} staged, rest unknown" if staged else "unknown"
    return f"{statistics.median(written) + staged:.0f}"


def conditions(repetitions):
    """When, where and of what: the repetitions in words, such as "5 pairs"."""
    commit = output("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    return (f"{datetime.date.today()}, commit {commit}, {os.cpu_count()} cores, Linux {os.uname().release}; medians of "
            f"{repetitions}. {first_line(COMMAND, '--version')}; {first_line(program('rclone'), 'version')}; "
            f"{first_line(program('aws'), '--version')}; {first_line('ssh', '-V')}.")


def first_line(*command):
    return output(*command).splitlines()[0]


def output(*command):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True).stdout.strip()
