package dev.crossdock.simulator;

import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.StoredPart;
import dev.crossdock.UnfinishedUpload;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An unfinished upload as the simulated store has it. */
final class ServerUpload {

    private final UnfinishedUpload listed;
    private final ObjectSpec spec;
    private final @Nullable RunRecord begunBy;
    private final long begunNanos;
    private final TreeMap<Integer, Segment> parts = new TreeMap<>();
    private final Set<Integer> replaced = new TreeSet<>();
    private final Set<RunRecord> users = new LinkedHashSet<>();
    private boolean answered;

    /**
     * @param begunBy null if somebody else did
     */
    ServerUpload(UnfinishedUpload listed, ObjectSpec spec, @Nullable RunRecord begunBy, long begunNanos) {
        this.listed = listed;
        this.spec = spec;
        this.begunBy = begunBy;
        this.begunNanos = begunNanos;
    }

    String id() {
        return listed.uploadId();
    }

    ObjectKey key() {
        return listed.key();
    }

    UnfinishedUpload listed() {
        return listed;
    }

    ObjectSpec spec() {
        return spec;
    }

    @Nullable
    RunRecord begunBy() {
        return begunBy;
    }

    long begunNanos() {
        return begunNanos;
    }

    /** Who began it knows so. */
    void isAnswered() {
        answered = true;
    }

    boolean answered() {
        return answered;
    }

    Map<Integer, Segment> parts() {
        return parts;
    }

    /** Notes who puts parts to it; whether somebody else who does is still at it. */
    boolean isSharedBy(RunRecord run) {
        users.add(run);
        return users.stream().anyMatch(other -> !other.equals(run) && !other.isOver());
    }

    void put(int partNumber, Segment part) {
        Segment before = parts.put(partNumber, part);
        if (before != null && !before.eTag().equals(part.eTag())) {
            replaced.add(partNumber);
        }
    }

    /** Whether a part was put twice, under two names. */
    boolean wasReplaced(int partNumber) {
        return replaced.contains(partNumber);
    }

    List<StoredPart> stored(boolean withChecksums) {
        return parts.entrySet().stream()
                .map(part -> new StoredPart(
                        part.getKey(),
                        part.getValue().length(),
                        part.getValue().eTag(),
                        withChecksums && part.getValue().compared()
                                ? Optional.of(part.getValue().crc32c())
                                : Optional.empty()))
                .toList();
    }
}
