package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.CancelledException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SendingLimitTest {

    private final Waits waits = new RealWaits(Thread.ofVirtual().factory());
    private final StopSignal stop = new StopSignal(waits);
    private final SendingLimit limit = new SendingLimit(waits);

    @Test
    void comesDownToWhatTheStoreTakesAtOnce() {
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
        round(30, 4);
        assertThat(limit.most()).as("one burst of refusals says little").isEqualTo(15);
        round(15, 4);
        assertThat(limit.most()).isEqualTo(7);
        round(7, 4);
        assertThat(limit.most()).isEqualTo(4);
    }

    @Test
    void sendsNoMoreAtOnceThanThat() {
        round(7, 4);
        CyclicBarrier fourAndTheTest = new CyclicBarrier(5);
        List<Waits.Task> four = start(4, number -> {
            meet(fourAndTheTest);
            meet(fourAndTheTest);
            return number;
        });
        meet(fourAndTheTest);
        AtomicInteger sent = new AtomicInteger();
        Thread fifth = Thread.startVirtualThread(() -> {
            try {
                int unused = limit.send(sent::incrementAndGet, stop);
            } catch (TransferException e) {
                throw new AssertionError(e);
            }
        });
        awaitItsWait(fifth);
        assertThat(sent).hasValue(0);
        meet(fourAndTheTest);
        four.forEach(Waits.Task::join);
        join(fifth);
        assertThat(sent).hasValue(1);
    }

    @Test
    void triesMoreAfterAWhile() throws TransferException {
        round(7, 4);
        storeOneByOne(11); // and four in the round, after its last refusal
        assertThat(limit.most()).isEqualTo(4);
        storeOneByOne(1);
        assertThat(limit.most()).isEqualTo(5);
    }

    @Test
    void isNeverLessThanOne() throws TransferException {
        round(2, 0);
        assertThat(limit.most()).isEqualTo(1);
        storeOneByOne(1);
    }

    @Test
    void oneAloneIsNotTooMany() {
        assertThatThrownBy(() -> limit.send(SendingLimitTest::refuse, stop)).isInstanceOf(StoreException.class);
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
    }

    /** It refused all there were, round after round: that was no question of how many. */
    @Test
    void isSoonBackAfterAStoreThatWasOutForAMoment() throws TransferException {
        round(8, 0);
        round(4, 0);
        round(2, 0);
        assertThat(limit.most()).isEqualTo(1);
        storeOneByOne(1 + 2);
        assertThat(limit.most()).isEqualTo(4);
    }

    @Test
    void otherFailuresSayNothingOfIt() {
        StoreException away = new StoreException(StoreException.Kind.UNREACHABLE, "It is away.", "look for it");
        assertThatThrownBy(() -> limit.send(
                        () -> {
                            throw away;
                        },
                        stop))
                .isSameAs(away);
        assertThat(limit.most()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whoWaitsEndsWithTheTransfer() throws TransferException {
        round(2, 1);
        AtomicInteger ended = new AtomicInteger();
        limit.send(
                () -> {
                    Thread waiting = Thread.startVirtualThread(() -> {
                        assertThatThrownBy(() -> limit.send(() -> 0, stop)).isInstanceOf(CancelledException.class);
                        ended.incrementAndGet();
                    });
                    awaitItsWait(waiting);
                    stop.stop(new CancelledException());
                    join(waiting);
                    return 0;
                },
                stop);
        assertThat(ended).hasValue(1);
    }

    /** So many are sent together; the store refuses all but so many, and stores those afterwards. */
    private void round(int sent, int taken) {
        CyclicBarrier together = new CyclicBarrier(sent);
        CountDownLatch refusals = new CountDownLatch(sent - taken);
        List<Waits.Task> taking = start(taken, number -> {
            meet(together);
            await(refusals);
            return number;
        });
        List<Waits.Task> refusing = start(sent - taken, number -> {
            meet(together);
            return refuse();
        });
        refusing.forEach(task -> {
            task.join();
            refusals.countDown();
        });
        taking.forEach(Waits.Task::join);
    }

    private interface Put {
        int of(int number) throws TransferException;
    }

    /** A refusal ends a task as well as success. */
    private List<Waits.Task> start(int count, Put put) {
        List<Waits.Task> tasks = new ArrayList<>();
        IntStream.range(0, count)
                .forEach(number -> tasks.add(waits.spawn("part " + number, () -> {
                    try {
                        int unused = limit.send(() -> put.of(number), stop);
                    } catch (TransferException refused) {
                        assertThat(Restraint.isAskedFor(refused)).isTrue();
                    }
                })));
        return tasks;
    }

    private void storeOneByOne(int parts) throws TransferException {
        for (int part = 0; part < parts; part++) {
            int unused = limit.send(() -> 0, stop);
        }
    }

    private static int refuse() throws StoreException {
        throw new StoreException(StoreException.Kind.THROTTLED, "Slowly.", "send fewer");
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitItsWait(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
