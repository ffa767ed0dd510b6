package dev.crossdock.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bounds what an action takes from the heap on its own thread, whether it keeps it or not. */
public final class AllocatedMemory {

    /** Something that may fail. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private AllocatedMemory() {}

    /**
     * Runs an action, which must do the same whenever it is run.
     *
     * @throws AssertionError if it allocates more than so many bytes
     */
    public static void within(long bytes, Action action) throws Exception {
        if (measured(action) > bytes) {
            // The first time may have loaded classes.
            long again = measured(action);
            if (again > bytes) {
                throw new AssertionError("allocated " + again + " bytes, where " + bytes + " are enough");
            }
        }
    }

    private static long measured(Action action) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
