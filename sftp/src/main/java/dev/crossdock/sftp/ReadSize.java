package dev.crossdock.sftp;

/** How many bytes one READ asks for. {@link Outstanding} guards it. */
final class ReadSize {

    /** READs never become smaller than this, however little a server gives per reply. */
    private static final int MIN_READ_BYTES = 4096;

    private int bytes;
    private int lastShortBytes;

    ReadSize(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    void set(int count) {
        bytes = count;
    }

    /** Twice the same short reply is a server's own limit; asking for more than that costs a round trip each time. */
    void cameShort(int shortBytes) {
        if (shortBytes == lastShortBytes && shortBytes < bytes) {
            bytes = Math.max(shortBytes, MIN_READ_BYTES);
        }
        lastShortBytes = shortBytes;
    }
}
