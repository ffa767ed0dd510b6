package dev.crossdock.sftp;

import java.util.ArrayList;
import java.util.List;

/** The ranges of one file that are being read, and how much of it is still to be. {@link FileHandles} guards it. */
final class RangesUnderWay {

    /** Those that began and were not seen to be over. */
    private final List<RangeRequest> ranges = new ArrayList<>();

    /** Of no range yet. */
    private long unbegunBytes;

    /** @param fileBytes what is to be read of the file, at most */
    RangesUnderWay(long fileBytes) {
        this.unbegunBytes = fileBytes;
    }

    /** What is still to come, at most. */
    long leftBytes() {
        return unbegunBytes
                + ranges.stream().mapToLong(RangeRequest::missingBytes).sum();
    }

    /** Begins to read a range; false if the connections of these handles have ended. */
    boolean begin(RangeRequest range, List<OpenFile> handles) {
        forgetEnded();
        boolean begun = range.join(handles);
        if (begun) {
            ranges.add(range);
            unbegunBytes -= range.lengthBytes();
        }
        return begun;
    }

    /** What an ended one did not bring is read again. */
    private void forgetEnded() {
        ranges.removeIf(range -> {
            boolean ended = range.isDone();
            unbegunBytes += ended ? range.missingBytes() : 0;
            return ended;
        });
    }

    /** A handle was opened: it takes part wherever fewer do than are of use. */
    void join(OpenFile handle, int wanted) {
        for (RangeRequest range : ranges) {
            if (range.shares() < wanted && !range.join(List.of(handle))) {
                // The others were lost meanwhile, and this one, too.
                range.end(handle.connection().lost());
            }
        }
    }

    /** All of them, which are forgotten. */
    List<RangeRequest> takeAll() {
        List<RangeRequest> all = List.copyOf(ranges);
        ranges.clear();
        return all;
    }
}
