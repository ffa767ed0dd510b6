"""The Java programs in benchmarks/src, and the command: built where they are missing or older than their sources."""
import functools
import os
import re
import shutil
import subprocess
import sys
import time

from realservers import COMMAND, ROOT

MODULES = ("benchmarks", "core", "sftp", "s3", "playground", "testkit")


@functools.cache
def java_home():
    """The Java that the command runs on."""
    version = subprocess.run([COMMAND, "--version"], text=True, stdout=subprocess.PIPE, check=False)
    home = re.search(r"^Java .* from (.+)$", version.stdout, re.MULTILINE)
    if version.returncode != 0 or not home:
        sys.exit(f"compare: the command could not be built or started; try {COMMAND} --version")
    return home.group(1)


def copied_command(folder):
    """The command of this checkout, as it is now: whoever goes on editing does not change what is measured."""
    java_home()  # builds it, and has it learn
    if COMMAND != str(ROOT / "crossdock"):
        return COMMAND
    shutil.copytree(ROOT / "cli" / "target" / "crossdock", folder / "crossdock")
    return str(folder / "crossdock" / "bin" / "crossdock")


def newest(*folders):
    return max((file.stat().st_mtime for folder in folders for file in (ROOT / folder).rglob("*.java")), default=0)


@functools.cache
def build():
    stamp = ROOT / "benchmarks" / "target" / "compare-built"
    if not stamp.exists() or stamp.stat().st_mtime < newest(*(f"{module}/src/main" for module in MODULES)):
        began = time.time()
        print("compare: building the programs in benchmarks/src…", file=sys.stderr)
        maven = subprocess.run(
            ["./mvnw", "-q", "-B", "-ntp", "-pl", "benchmarks,testkit", "-am", "-Dmaven.test.skip=true",
             "-Dspotless.check.skip=true", "compile"],
            cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )
        if maven.returncode != 0:
            errors = [line for line in maven.stdout.splitlines() if "ERROR" in line]
            sys.exit("\n".join(errors[:20] + ["compare: the programs in benchmarks/src could not be built"]))
        stamp.touch()
        os.utime(stamp, (began, began))  # what was edited meanwhile is newer


def java(name, arguments):
    """One of the programs in benchmarks/src, on the jars of the packaged command and a JVM with its own defaults."""
    home = java_home()
    build()
    package = ROOT / "cli" / "target" / "crossdock"
    jars = sorted(package.glob("lib/*.jar")) + sorted(package.glob("playground/*.jar"))
    classes = ROOT / "benchmarks" / "target" / "classes"
    return [
        os.path.join(home, "bin", "java"),
        *os.environ.get("CROSSDOCK_BENCH_JVM_FLAGS", "").split(),
        "-cp", ":".join(map(str, [classes, *jars])),
        f"dev.crossdock.benchmarks.{name}", *map(str, arguments),
    ]


def proxy():
    """The testkit's delay proxy, without its arguments."""
    build()
    classes = [str(ROOT / module / "target" / "classes") for module in ("testkit", "core")]
    return [os.path.join(java_home(), "bin", "java"), "-XX:+UseSerialGC", "-Xmx64m", "-XX:MaxDirectMemorySize=2g",
            "-cp", ":".join(classes), "dev.crossdock.testkit.TcpProxyProcess"]
