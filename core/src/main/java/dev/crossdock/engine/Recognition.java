package dev.crossdock.engine;

import dev.crossdock.Integrity;
import dev.crossdock.ObjectSpec;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferOptions;
import java.util.Optional;

/**
 * Whether an object that is at the target makes a copy needless. That it carries the identity of its source proves
 * nothing: metadata comes before the bytes, and an object that was found wrong carries it as well. So it must show as
 * much as a copy would have to.
 */
final class Recognition {

    private final ObjectSpec spec;
    private final TransferOptions options;

    Recognition(ObjectSpec spec, TransferOptions options) {
        this.spec = spec;
        this.options = options;
    }

    /** Whether an object was made from this version of the source, whatever became of it on the way. */
    boolean isOfThisVersion(StoredObject object) {
        return object.source().equals(Optional.of(spec.source())) && object.sizeBytes() == spec.sizeBytes();
    }

    /** Whether an object is of this version, and shows by itself what is required. */
    boolean showsEnough(StoredObject object) {
        return isOfThisVersion(object) && suffices(object.shown());
    }

    /** Whether a level is as much as is required of an object. */
    boolean suffices(Integrity level) {
        return level.satisfies(options.requireIntegrity());
    }

    /** The same of an object that was there before. */
    boolean isEnough(StoredObject object) {
        return !options.always() && showsEnough(object);
    }

    /**
     * Whether nothing but a checksum can save the copy, and the object has one of which nobody knows whether the store
     * computed it. Where reading the file again settles it, that is done instead.
     */
    boolean hangsOnItsChecksum(StoredObject object) {
        return !options.always()
                && isOfThisVersion(object)
                && !showsEnough(object)
                && object.wholeCrc32c().isPresent()
                && (options.noClobber() || !Integrity.PART.satisfies(options.requireIntegrity()));
    }

    /** Whether an object is of this version, and a look at the source's bytes can show that it is enough. */
    boolean mayBeShown(StoredObject object) {
        return !options.always() && isOfThisVersion(object) && Integrity.PART.satisfies(options.requireIntegrity());
    }
}
