package dev.crossdock.s3;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint has shown that it can do. Stores differ, and what one declares is not always what it does; so this
 * starts with the best and learns from answers. Shared by all uploads to one store, from any thread.
 */
final class EndpointMemory {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointMemory.class);

    /** What is known of one ability. */
    enum Ability {
        UNSEEN,
        SHOWN,
        LACKING
    }

    private final AtomicReference<ChecksumSupport> checksums = new AtomicReference<>(ChecksumSupport.WHOLE_OBJECT);
    private volatile Ability returnsChecksums = Ability.UNSEEN;
    private volatile Ability takesTrailers = Ability.UNSEEN;
    private volatile Ability answersExpect = Ability.UNSEEN;

    ChecksumSupport checksums() {
        return checksums.get();
    }

    /** The endpoint took {@code support} after it had refused everything above. */
    void settleFor(ChecksumSupport support) {
        ChecksumSupport before =
                checksums.getAndAccumulate(support, (known, seen) -> known.compareTo(seen) >= 0 ? known : seen);
        if (before.compareTo(support) < 0) {
            LOG.debug("the endpoint takes no more about checksums than {}", support);
        }
    }

    /** A PUT that carried a checksum was acknowledged, with the checksum or without. */
    void acknowledged(boolean withChecksum) {
        // One answer without is enough: such a store computes nothing, so its other checksums prove nothing either.
        if (!withChecksum) {
            if (believesChecksums()) {
                LOG.debug("the endpoint returns no checksum for what it stores");
            }
            returnsChecksums = Ability.LACKING;
        } else if (returnsChecksums == Ability.UNSEEN) {
            returnsChecksums = Ability.SHOWN;
        }
    }

    /** Whether a checksum that the store returns can be taken for computed. */
    boolean believesChecksums() {
        return returnsChecksums != Ability.LACKING;
    }

    void tookTrailer() {
        takesTrailers = Ability.SHOWN;
    }

    void manglesTrailers() {
        LOG.debug("the endpoint does not understand a checksum that follows the data");
        takesTrailers = Ability.LACKING;
    }

    boolean mayTakeTrailers() {
        return takesTrailers != Ability.LACKING;
    }

    void ignoredExpect() {
        LOG.debug("the endpoint does not answer Expect: 100-continue");
        answersExpect = Ability.LACKING;
    }

    boolean mayAnswerExpect() {
        return answersExpect != Ability.LACKING;
    }
}
