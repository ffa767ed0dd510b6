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

    /** What is known of the checksums that an endpoint returns. Later ones overrule earlier ones. */
    private enum Evidence {
        NONE,
        /** It listed parts without any, which may be its fault or that of whoever put them. */
        DOUBTED,
        SHOWN,
        /** It took a part or an object with one and returned none: it computes nothing. */
        LACKING
    }

    private final AtomicReference<ChecksumSupport> checksums = new AtomicReference<>(ChecksumSupport.WHOLE_OBJECT);
    private final AtomicReference<Evidence> evidence = new AtomicReference<>(Evidence.NONE);
    private volatile boolean manglesTrailers;
    private volatile boolean ignoresExpect;

    ChecksumSupport checksums() {
        return checksums.get();
    }

    /** The endpoint took {@code support} after it had refused everything above. */
    void settleFor(ChecksumSupport support) {
        ChecksumSupport before = learn(checksums, support);
        if (before.compareTo(support) < 0) {
            LOG.debug("the endpoint takes no more about checksums than {}", support);
        }
    }

    /** A PUT that a computing store returns a checksum of was acknowledged, with the checksum or without. */
    void acknowledged(boolean withChecksum) {
        // One answer without is enough: such a store computes nothing, so its other checksums prove nothing either.
        Evidence before = learn(evidence, withChecksum ? Evidence.SHOWN : Evidence.LACKING);
        if (!withChecksum && before != Evidence.LACKING) {
            LOG.debug("the endpoint returns no checksum for what it stores");
        }
    }

    /** The parts of an upload were listed, each with a checksum or not each. */
    void listed(boolean withChecksums) {
        learn(evidence, withChecksums ? Evidence.SHOWN : Evidence.DOUBTED);
    }

    /** Whether a checksum that the store returns can be taken for computed. */
    boolean believesChecksums() {
        Evidence known = evidence.get();
        return known == Evidence.NONE || known == Evidence.SHOWN;
    }

    /** Whether an answer has shown that: stores exist that keep a checksum unread and give it back. */
    boolean knowsChecksumsAsComputed() {
        return evidence.get() == Evidence.SHOWN;
    }

    /** Keeps the last one in the order of declaration. */
    private static <E extends Enum<E>> E learn(AtomicReference<E> known, E seen) {
        return known.getAndAccumulate(seen, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    void manglesTrailers() {
        LOG.debug("the endpoint does not understand a checksum that follows the data");
        manglesTrailers = true;
    }

    boolean mayTakeTrailers() {
        return !manglesTrailers;
    }

    void ignoredExpect() {
        LOG.debug("the endpoint does not answer Expect: 100-continue");
        ignoresExpect = true;
    }

    boolean mayAnswerExpect() {
        return !ignoresExpect;
    }
}
