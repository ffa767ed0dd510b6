package dev.crossdock;

/** Whether a transfer goes on where an earlier one of the same version of the file broke off. */
public enum Resume {
    /** It does: an unfinished upload is recognised by its parts, and one of them is read again to make sure. */
    AUTO("auto"),
    /** It does, and every part that is stored is read again: what differs is sent again. */
    VERIFY("verify"),
    /** It begins anew, and leaves nothing behind when it fails. */
    NEVER("never");

    private final String label;

    Resume(String label) {
        this.label = label;
    }

    /** As it is written on the command line. */
    public String label() {
        return label;
    }
}
