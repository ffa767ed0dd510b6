package dev.crossdock.simulator;

import dev.crossdock.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/** A file on the simulated server, and what it held in the course of time. Every change moves its modification time. */
final class SimFile {

    /** What a name leads to, and an open handle goes on to lead to when the name was given to another. */
    static final class Inode {

        private FileVersion version;

        private Inode(FileVersion version) {
            this.version = version;
        }

        FileVersion version() {
            return version;
        }
    }

    /** How a file changes. */
    enum Change {
        TOUCHED,
        SHRUNK,
        GROWN,
        REWRITTEN_IN_PLACE,
        REWRITTEN_IN_ANOTHER_SIZE,
        REPLACED,
        REPLACED_IN_ANOTHER_SIZE
    }

    private final Simulation simulation;
    private final List<FileVersion> versions = new ArrayList<>();
    private Inode inode;

    SimFile(Simulation simulation, FileVersion first) {
        this.simulation = simulation;
        this.inode = new Inode(first);
        versions.add(first);
    }

    SourceLocation location() {
        return current().location();
    }

    Inode inode() {
        return inode;
    }

    FileVersion current() {
        return inode.version;
    }

    /** All that it ever was. */
    List<FileVersion> versions() {
        return versions;
    }

    void change(Change how, long nowEpochSeconds) {
        FileVersion old = current();
        long otherSize = Math.max(0, old.sizeBytes() + simulation.dice().nextLong(-(1 << 20), 1 << 20));
        long otherContent = simulation.dice().nextLong();
        long modified = Math.max(old.modifiedEpochSeconds() + 1, nowEpochSeconds);
        FileVersion next = switch (how) {
            case TOUCHED -> changed(old.sizeBytes(), modified, old.content());
            case SHRUNK -> changed(simulation.dice().nextLong(old.sizeBytes() + 1), modified, old.content());
            case GROWN -> changed(old.sizeBytes() + 1 + simulation.dice().nextLong(1 << 20), modified, old.content());
            case REWRITTEN_IN_PLACE, REPLACED -> changed(old.sizeBytes(), modified, otherContent);
            case REWRITTEN_IN_ANOTHER_SIZE, REPLACED_IN_ANOTHER_SIZE -> changed(otherSize, modified, otherContent);
        };
        simulation.log(() -> "the file is " + how + ": " + next);
        versions.add(next);
        if (how == Change.REPLACED || how == Change.REPLACED_IN_ANOTHER_SIZE) {
            inode = new Inode(next);
        } else {
            inode.version = next;
        }
    }

    private FileVersion changed(long sizeBytes, long modifiedEpochSeconds, long content) {
        return new FileVersion(location(), sizeBytes, modifiedEpochSeconds, content);
    }
}
