package dev.crossdock.simulator;

import dev.crossdock.ObjectKey;
import dev.crossdock.Resume;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferOutcome.Completed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is stored is not sent again: looked at before a run that nothing disturbs, and compared with what that run sent.
 */
final class Thrift {

    /** Uploads that must be gone on with if there is nothing better, and the parts they hold. */
    private final Map<String, Set<Integer>> usable = new LinkedHashMap<>();

    Thrift(SimStore store, FileVersion version, ObjectKey key, Scenario scenario) {
        if (!mayResume(store.traits(), scenario)) {
            return;
        }
        for (ServerUpload upload : store.uploads().values()) {
            boolean ofThis = upload.key().equals(key)
                    && upload.spec().source().equals(version.identity())
                    && upload.begunBy() != null;
            boolean younger = upload.listed().initiatedEpochSeconds() >= version.modifiedEpochSeconds();
            // What can be read only once is read for nothing but a comparison that is certain to say something.
            boolean anyOrder = scenario.access() == SourceFile.Access.ANY_ORDER && scenario.ascendingAfterMillis() < 0;
            boolean readable =
                    anyOrder || (upload.parts().containsKey(1) && store.traits().listsChecksums());
            if (ofThis
                    && younger
                    && readable
                    && !upload.parts().isEmpty()
                    && isRight(upload, version, store.traits())) {
                usable.put(upload.id(), new TreeSet<>(upload.parts().keySet()));
            }
        }
    }

    /** Whether there is anything to recognise an upload by. A file of another run's part size can be cut through. */
    private static boolean mayResume(StoreTraits traits, Scenario scenario) {
        return traits.canCompare()
                && traits.listing() == StoreTraits.Listing.WORKS
                && scenario.last().resume() != Resume.NEVER;
    }

    /** Whether every part holds what this version has there: one may hold what the source had become by then. */
    private static boolean isRight(ServerUpload upload, FileVersion version, StoreTraits traits) {
        Map.Entry<Integer, Segment> lowest =
                upload.parts().entrySet().iterator().next();
        int first = lowest.getKey();
        long partBytes = lowest.getValue().length();
        if (first * partBytes > version.sizeBytes() || partBytes <= 0) {
            return false; // only its last part is there: too short to tell the size of the others from it
        }
        return upload.parts().entrySet().stream().allMatch(part -> {
            long offset = (part.getKey() - 1) * partBytes;
            boolean comparable = part.getValue().compared() || traits.level() == StoreTraits.Level.PART_MD5;
            return comparable
                    && part.getValue()
                            .crc32c()
                            .equals(Bytes.crc32c(
                                    version.content(), offset, part.getValue().length()));
        });
    }

    void check(RunRecord run) {
        if (usable.isEmpty() || !(run.outcome() instanceof Completed)) {
            return;
        }
        Set<String> resumed = run.events().stream()
                .filter(TransferEvent.Resumed.class::isInstance)
                .map(event -> ((TransferEvent.Resumed) event).uploadId())
                .collect(Collectors.toSet());
        if (resumed.isEmpty()) {
            run.violated("began anew although it could have gone on with " + usable);
        }
        for (String uploadId : resumed) {
            Set<Integer> again = new TreeSet<>(run.sent(uploadId));
            again.retainAll(usable.getOrDefault(uploadId, Set.of()));
            if (!again.isEmpty()) {
                run.violated("sent parts " + again + " of " + uploadId + " again, which were stored");
            }
        }
    }
}
