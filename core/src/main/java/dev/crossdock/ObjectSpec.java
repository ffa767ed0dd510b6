package dev.crossdock;

/**
 * What an object is to be, said when its upload begins.
 *
 * @param source the version of the file it will hold; stamped on the object as metadata
 * @param sizeBytes its size
 * @param noClobber whether it may only be made where no object is: the store decides, at the moment of publishing
 * @param partsConfirmed whether an upload in parts will be completed only if the store confirmed every part; stamped on
 *     the object too, so that it can be known of it later. Says nothing of an object that is put in one request
 */
public record ObjectSpec(SourceIdentity source, long sizeBytes, boolean noClobber, boolean partsConfirmed) {

    /** An object whose parts need not be confirmed. */
    public ObjectSpec(SourceIdentity source, long sizeBytes, boolean noClobber) {
        this(source, sizeBytes, noClobber, false);
    }
}
