package dev.crossdock;

/**
 * What an object is to be, said when its upload begins.
 *
 * @param source the version of the file it will hold; stamped on the object as metadata
 * @param sizeBytes its size
 * @param noClobber whether it may only be made where no object is: the store decides, at the moment of publishing
 */
public record ObjectSpec(SourceIdentity source, long sizeBytes, boolean noClobber) {}
