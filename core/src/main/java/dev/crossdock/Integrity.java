package dev.crossdock;

/** How much of "what arrived equals what was sent" the store itself confirmed. In ascending order. */
public enum Integrity {
    /** Only the size of the object is known to be right. */
    SIZE("size"),
    /** Every part's checksum, or its MD5 as an ETag, was returned by the store and matched. */
    PART("part"),
    /** The store keeps a checksum over the whole object, and it equals the one of the bytes that were read. */
    FULL_OBJECT("full-object");

    private final String label;

    Integrity(String label) {
        this.label = label;
    }

    /** As it is written on the command line and in receipts. */
    public String label() {
        return label;
    }

    /** Whether this level is as high as {@code required} or higher. */
    public boolean satisfies(Integrity required) {
        return compareTo(required) >= 0;
    }

    /** The lower of two levels. */
    public Integrity and(Integrity other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
