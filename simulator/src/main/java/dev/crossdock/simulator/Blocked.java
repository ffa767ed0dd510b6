package dev.crossdock.simulator;

/** One wait of one task. Waking it twice, or after it was woken by something else, does nothing. */
final class Blocked {

    private final SimTask task;
    private final String what;

    Blocked(SimTask task, String what) {
        this.task = task;
        this.what = what;
    }

    SimTask task() {
        return task;
    }

    void wake() {
        if (task.isBlockedBy(this)) {
            task.unblock();
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
