package dev.crossdock.engine;

import dev.crossdock.Integrity;
import dev.crossdock.KeptUpload;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.PlanException;
import dev.crossdock.Resume;
import dev.crossdock.SourceFile;
import dev.crossdock.StoreException;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferPlan;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an unfinished upload of the very version that is to be moved, so that nothing that is stored is sent again.
 * No state is kept between transfers: the store's own listing says what there is, the sizes of the parts say what they
 * may be of, and one part, chosen at random and read again, says whether they are.
 */
final class UploadSearch {

    /** More unfinished uploads of one key than this are not looked at: the youngest are. */
    private static final int MOST_CANDIDATES = 20;

    private final CopyContext context;
    private final PartPlanner planner;
    private final RandomGenerator random;

    /**
     * @param planner makes the plan for the parts that are found
     */
    UploadSearch(CopyContext context, PartPlanner planner, RandomGenerator random) {
        this.context = context;
        this.planner = planner;
        this.random = random;
    }

    /** An upload, the parts that are stored, and how they were cut. */
    private record Candidate(UnfinishedUpload listed, List<StoredPart> stored, TransferPlan plan) {}

    /** The upload to go on with, if there is one. */
    Optional<Begun> find() throws TransferException {
        List<Candidate> candidates = new ArrayList<>();
        for (UnfinishedUpload upload : listed()) {
            Optional<Candidate> candidate = candidate(upload);
            if (candidate.isPresent() && isOlderThanTheFile(upload)) {
                notResumed("its parts have the right sizes, but it was begun before the file was modified"
                        + " (or the source's clock is ahead of the store's).");
            } else {
                candidate.ifPresent(candidates::add);
            }
        }
        candidates.sort(Comparator.comparingInt((Candidate candidate) -> candidate.stored.size())
                .reversed());
        for (Candidate candidate : candidates) {
            Optional<Begun> begun = adopt(candidate);
            if (begun.isPresent()) {
                if (candidates.size() > 1) {
                    tell("There are " + candidates.size() + " unfinished uploads of " + context.target()
                            + " with parts of this size; one is gone on with, and 'cleanup' ends the others.");
                }
                return begun;
            }
        }
        return Optional.empty();
    }

    private List<UnfinishedUpload> listed() throws TransferException {
        List<UnfinishedUpload> listed;
        try {
            listed = context.leftovers().listBefore();
        } catch (StoreException e) {
            if (context.options().resume() != Resume.NEVER) {
                tell("Unfinished uploads of " + context.target() + " can't be listed, so none is gone on with: "
                        + e.getMessage());
            }
            return List.of();
        }
        if (context.options().resume() == Resume.NEVER) {
            return List.of();
        }
        return listed.stream()
                .sorted(Comparator.comparingLong(UnfinishedUpload::initiatedEpochSeconds)
                        .reversed())
                .limit(MOST_CANDIDATES)
                .toList();
    }

    /** Such an upload is of another version, whatever its parts look like. */
    private boolean isOlderThanTheFile(UnfinishedUpload upload) {
        return upload.initiatedEpochSeconds() < context.stat().modifiedEpochSeconds();
    }

    private Optional<Candidate> candidate(UnfinishedUpload listed) throws TransferException {
        List<StoredPart> stored;
        try {
            stored = context.retries()
                    .run("list the stored parts", () -> context.store().parts(listed));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.NO_SUCH_UPLOAD) {
                notResumed(e.getMessage());
            }
            return Optional.empty();
        }
        OptionalLong partSizeBytes = new StoredLayout(
                        context.stat().sizeBytes(),
                        context.spec().source(),
                        context.store().limits())
                .partSize(stored);
        if (partSizeBytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            TransferPlan plan = planner.planFor(
                    partSizeBytes.getAsLong(),
                    context.stat().sizeBytes(),
                    context.options(),
                    context.source().access(),
                    context.plan().connections());
            return Optional.of(new Candidate(listed, stored, plan));
        } catch (PlanException e) {
            notResumed(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Begun> adopt(Candidate candidate) throws TransferException {
        Upload upload;
        try {
            upload = context.retries()
                    .run("go on with the upload", () -> context.store().resume(candidate.listed, context.spec()));
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.NO_SUCH_UPLOAD) {
                return Optional.empty();
            }
            throw e;
        }
        // Whoever began it may have promised that every part is confirmed: see ObjectSpec.
        if (candidate.plan.cutThrough() && !upload.cutThroughIntegrity().satisfies(Integrity.PART)) {
            notResumed("its parts can't be held in the memory there is now, and not be confirmed otherwise.");
            return Optional.empty();
        }
        // Said even if the search is broken off: it is what the next run will find.
        context.leftovers()
                .kept(new KeptUpload(candidate.listed.uploadId(), candidate.stored.size(), candidate.plan.parts()));
        Optional<PartReceipt> sample = sample(candidate, upload);
        if (sample.isEmpty()) {
            context.leftovers().nothingKept();
        }
        return sample.map(proof -> begun(candidate, upload, proof));
    }

    private Begun begun(Candidate candidate, Upload upload, PartReceipt sample) {
        List<PartReceipt> proven = new ArrayList<>();
        List<StoredPart> unproven = new ArrayList<>();
        for (StoredPart part : candidate.stored) {
            if (part.partNumber() == sample.part().partNumber()) {
                proven.add(sample);
            } else if (part.crc32c().isPresent() && context.options().resume() != Resume.VERIFY) {
                PartRange range = candidate.plan.part(part.partNumber());
                proven.add(new PartReceipt(range, part.eTag(), part.crc32c().get(), Integrity.PART));
            } else {
                unproven.add(part);
            }
        }
        return new Begun(upload, candidate.plan, List.copyOf(proven), List.copyOf(unproven));
    }

    /**
     * A part that is read again and is the same, which proves whose upload it is. One is tried; where all are to be
     * verified and some may differ, as many as it takes to find one that does not.
     */
    private Optional<PartReceipt> sample(Candidate candidate, Upload upload) throws TransferException {
        // A part may be read in vain here, so nobody is told of it.
        CopyContext quiet = context.withPlan(candidate.plan).quiet();
        for (StoredPart part : samples(candidate.stored)) {
            ReadingOrder alone = new ReadingOrder(context.source(), List.of(part.partNumber()), context.waits());
            Optional<PartReceipt> same = new PartMover(
                            quiet, context.stop(), upload, alone, new Restraint(context.waits()))
                    .prove(candidate.plan.part(part.partNumber()), part);
            if (same.isPresent()) {
                return same;
            }
        }
        notResumed("none of its parts could be shown to be the file's.");
        return Optional.empty();
    }

    private List<StoredPart> samples(List<StoredPart> stored) {
        if (context.source().access() == SourceFile.Access.ASCENDING) {
            // Nothing may be read in vain: neither what comes before a part, nor a part that can't be compared.
            StoredPart first = stored.getFirst();
            return first.partNumber() == 1 && first.crc32c().isPresent() ? List.of(first) : List.of();
        }
        if (context.options().resume() != Resume.VERIFY) {
            return List.of(stored.get(random.nextInt(stored.size())));
        }
        List<StoredPart> shuffled = new ArrayList<>(stored);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }

    private void notResumed(@Nullable String why) {
        tell("An unfinished upload of " + context.target() + " was found, but is not gone on with: " + why);
    }

    private void tell(String reason) {
        context.events().tell(new TransferEvent.NotResumed(reason));
    }
}
