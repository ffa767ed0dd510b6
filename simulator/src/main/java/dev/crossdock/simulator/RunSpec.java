package dev.crossdock.simulator;

import dev.crossdock.Integrity;
import dev.crossdock.Resume;
import dev.crossdock.TransferOptions;
import java.util.SplittableRandom;

/**
 * How the command is run once, and how that may end early.
 *
 * @param wishedPartMib 0: no wish
 * @param bandwidth bytes per second; 0: no limit
 * @param startsAfterMillis how long after the others of its kind
 * @param startsAfterParts how many parts the first of its kind has stored by then, unless it ends before
 * @param end what happens to it
 * @param endAfter what that means in numbers: steps, milliseconds or requests
 * @param companions how many other files the process moves at the same time, with the same memory
 */
record RunSpec(
        int memoryMib,
        int wishedPartMib,
        int inFlight,
        long bandwidth,
        Resume resume,
        Integrity required,
        boolean noClobber,
        boolean always,
        long startsAfterMillis,
        int startsAfterParts,
        End end,
        long endAfter,
        Request endAt,
        int companions) {

    /** What happens to a run. */
    enum End {
        /** Nothing: it ends by itself. */
        OF_ITSELF,
        /** The process dies after so many steps. */
        DIES,
        /** The process dies when the store has just carried out its so-and-so-many-th request of a kind. */
        DIES_AFTER_REQUEST,
        /** The process dies when its so-and-so-many-th request of a kind is on its way. */
        DIES_BEFORE_REQUEST,
        /** It is cancelled after so many milliseconds. */
        CANCELLED,
        /** It is cancelled when its so-and-so-many-th request of a kind has failed or was answered. */
        CANCELLED_AFTER_REQUEST
    }

    /** What an adventurous user does. */
    static RunSpec draw(
            SplittableRandom dice, boolean noClobber, boolean always, long startsAfterMillis, int startsAfterParts) {
        int companions = dice.nextInt(6) == 0 ? 1 + dice.nextInt(3) : 0;
        End end = dice.nextInt(4) == 0 ? End.OF_ITSELF : Draw.oneOf(dice, End.values());
        Request at = Draw.oneOf(dice, Request.values());
        long after = switch (end) {
            case OF_ITSELF -> 0;
            case DIES -> 1 + Draw.upTo(dice, 2000);
            case CANCELLED -> Draw.upTo(dice, 4000);
            case DIES_AFTER_REQUEST, DIES_BEFORE_REQUEST, CANCELLED_AFTER_REQUEST ->
                1 + (at == Request.PUT_PART ? dice.nextInt(8) : dice.nextInt(10) / 7);
        };
        return new RunSpec(
                companions > 0 ? Draw.oneOf(dice, 4, 8) : Draw.oneOf(dice, 4, 6, 8, 12, 16, 24),
                Draw.oneOf(dice, 0, 0, 1, 1, 2, 4),
                dice.nextInt(3) == 0 ? 1 + dice.nextInt(6) : 0,
                dice.nextInt(12) == 0 ? 1 << (18 + dice.nextInt(5)) : 0,
                Draw.oneOf(dice, Resume.AUTO, Resume.AUTO, Resume.AUTO, Resume.VERIFY, Resume.VERIFY, Resume.NEVER),
                dice.nextInt(4) > 0 ? Integrity.PART : Integrity.SIZE,
                noClobber,
                always,
                startsAfterMillis,
                startsAfterParts,
                end,
                after,
                at,
                companions);
    }

    /** The same command without a mishap, with enough memory for anything, which must succeed. */
    static RunSpec calm(SplittableRandom dice, boolean noClobber) {
        return new RunSpec(
                dice.nextBoolean() ? 32 : 64,
                0,
                0,
                0,
                dice.nextInt(3) == 0 ? Resume.VERIFY : Resume.AUTO,
                Integrity.SIZE,
                noClobber,
                false,
                0,
                0,
                End.OF_ITSELF,
                0,
                Request.FIND,
                0);
    }

    TransferOptions options() {
        TransferOptions options = TransferOptions.defaults()
                .withInFlightParts(inFlight)
                .withResume(resume)
                .withRequireIntegrity(required)
                .withNoClobber(noClobber)
                .withAlways(always);
        if (wishedPartMib > 0) {
            options = options.withPartSizeBytes((long) wishedPartMib << 20);
        }
        return bandwidth > 0 ? options.withBandwidthBytesPerSecond(bandwidth) : options;
    }
}
