package dev.crossdock.simulator;

import dev.crossdock.StoreLimits;
import java.util.SplittableRandom;

/**
 * What a simulated store is like.
 *
 * @param opaqueETags whether ETags say nothing of the content, as those of encrypted objects
 * @param listsChecksums whether it lists a part's checksum, if it keeps any
 * @param confirmsCutThrough whether it confirms a part whose checksum is not known beforehand
 * @param checksSize whether it compares the object's size with the one it is told at Complete
 * @param mayRead whether the credentials may look at objects
 * @param comparesWhole whether it compares the checksum of the whole object that it keeps with the one it is told at
 *     Complete, and publishes nothing else
 * @param skewSeconds how far its clock is ahead
 */
record StoreTraits(
        Level level,
        boolean opaqueETags,
        boolean listsChecksums,
        boolean confirmsCutThrough,
        boolean checksSize,
        Listing listing,
        boolean mayRead,
        StoreLimits limits,
        boolean comparesWhole,
        long skewSeconds) {

    /** How much it confirms of what it took. */
    enum Level {
        /** It compares a checksum over the whole object, and every part's. */
        FULL_OBJECT,
        /** It compares every part's checksum. */
        PART_CHECKSUM,
        /** It compares nothing; its ETags are MD5s. */
        PART_MD5,
        /** Nothing. */
        SIZE;

        boolean compares() {
            return this == FULL_OBJECT || this == PART_CHECKSUM;
        }
    }

    /** What becomes of a question for unfinished uploads. */
    enum Listing {
        WORKS,
        FORBIDDEN,
        REJECTED,
        EMPTY
    }

    static StoreTraits draw(SplittableRandom dice) {
        Level level = Draw.oneOf(
                dice,
                Level.FULL_OBJECT,
                Level.FULL_OBJECT,
                Level.PART_CHECKSUM,
                Level.PART_MD5,
                Level.PART_MD5,
                Level.SIZE);
        boolean opaque = level == Level.SIZE || (level != Level.PART_MD5 && dice.nextInt(4) == 0);
        Listing listing = dice.nextInt(8) == 0 ? Draw.oneOf(dice, Listing.values()) : Listing.WORKS;
        StoreLimits limits = new StoreLimits(
                dice.nextInt(3) == 0 ? 1 << 20 : 1, 5L << 30, dice.nextInt(6) == 0 ? 3 + dice.nextInt(8) : 10_000);
        return new StoreTraits(
                level,
                opaque,
                level.compares() && dice.nextInt(5) > 0,
                level != Level.SIZE && dice.nextInt(4) > 0,
                dice.nextBoolean(),
                listing,
                dice.nextInt(10) > 0,
                limits,
                dice.nextInt(4) > 0,
                dice.nextInt(8) == 0 ? dice.nextLong(-5, 6) : 0);
    }

    /** Whether stored parts can be compared with the source without being read from the store. */
    boolean canCompare() {
        return listsChecksums || level == Level.PART_MD5;
    }
}
