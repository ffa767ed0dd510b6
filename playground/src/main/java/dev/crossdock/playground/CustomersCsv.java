package dev.crossdock.playground;

/**
 * A made-up table of customers as CSV, a header line and then one line each, produced piece by piece and never kept: a
 * file of any size costs a few hundred KiB of memory, and nothing per row. The same seed and size give the same bytes on
 * every machine and in every run. Of one thread.
 *
 * <p>It ends with a whole line: the last one with which it is not larger than was wished.
 */
public final class CustomersCsv {

    /** The least that can be wished: the header and one row of whatever length. */
    public static final int MIN_BYTES = CustomerRows.HEADER.length() + CustomerRows.MAX_BYTES;

    private static final byte[] HEADER = Ascii.bytes(CustomerRows.HEADER);

    private final CustomerRows customers;
    private final long atMostBytes;
    private long bytes;
    private long rows;
    private boolean ended;

    /**
     * @param seed what the rows follow from
     * @param atMostBytes the wished size, {@link #MIN_BYTES} or more
     */
    public CustomersCsv(long seed, long atMostBytes) {
        if (atMostBytes < MIN_BYTES) {
            throw new IllegalArgumentException("a table of customers has at least " + MIN_BYTES + " bytes");
        }
        this.customers = new CustomerRows(seed);
        this.atMostBytes = atMostBytes;
    }

    /**
     * Writes as many of the next lines as fit, from the block's beginning.
     *
     * @param block has room for {@link #MIN_BYTES}
     * @return how many bytes; 0 if there are no more lines
     */
    public int fill(byte[] block) {
        int at = 0;
        if (bytes == 0) {
            System.arraycopy(HEADER, 0, block, 0, HEADER.length);
            at = HEADER.length;
        }
        while (!ended && block.length - at >= CustomerRows.MAX_BYTES) {
            int next = customers.next(block, at);
            if (bytes + next > atMostBytes) {
                ended = true;
            } else {
                rows++;
                at = next;
            }
        }
        bytes += at;
        return at;
    }

    /** How many bytes were produced so far. */
    public long bytes() {
        return bytes;
    }

    /** How many of the lines so far are customers. */
    public long rows() {
        return rows;
    }
}
