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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
        AtomicInteger now = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        CyclicBarrier four = new CyclicBarrier(4);
        all(8, number -> {
            peak.accumulateAndGet(now.incrementAndGet(), Math::max);
            meet(four);
            now.decrementAndGet();
            return number;
        });
        assertThat(peak).hasValue(4);
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
        for (int refusals = 0; refusals < 3; refusals++) {
            assertThatThrownBy(() -> limit.send(SendingLimitTest::refuse, stop)).isInstanceOf(StoreException.class);
        }
        assertThat(limit.most()).isEqualTo(1);
        storeOneByOne(1);
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
        assertThatThrownBy(() -> limit.send(SendingLimitTest::refuse, stop)).isInstanceOf(StoreException.class);
        AtomicInteger ended = new AtomicInteger();
        limit.send(
                () -> {
                    Thread waiting = Thread.startVirtualThread(() -> {
                        assertThatThrownBy(() -> limit.send(() -> 0, stop)).isInstanceOf(CancelledException.class);
                        ended.incrementAndGet();
                    });
                    while (waiting.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
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
        all(
                sent,
                number -> {
                    meet(together);
                    if (number >= taken) {
                        return refuse();
                    }
                    await(refusals);
                    return number;
                },
                refusals);
    }

    private interface Put {
        int of(int number) throws TransferException;
    }

    private void all(int count, Put put) {
        all(count, put, new CountDownLatch(0));
    }

    private void all(int count, Put put, CountDownLatch refusals) {
        List<Waits.Task> tasks = new ArrayList<>();
        IntStream.range(0, count)
                .forEach(number -> tasks.add(waits.spawn("part " + number, () -> {
                    try {
                        int unused = limit.send(() -> put.of(number), stop);
                    } catch (TransferException e) {
                        refusals.countDown();
                    }
                })));
        tasks.forEach(Waits.Task::join);
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
