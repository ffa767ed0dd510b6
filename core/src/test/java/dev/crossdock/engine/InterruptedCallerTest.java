package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that was interrupted waits like any other, and is interrupted still when the wait is over. */
@Timeout(60)
final class InterruptedCallerTest {

    private final Waits waits = new RealWaits(Thread.ofVirtual().factory());

    @Test
    void waitsUntilItIsTold() throws InterruptedException {
        Waits.Monitor monitor = waits.newMonitor();
        CountDownLatch locked = new CountDownLatch(1);
        AtomicBoolean told = new AtomicBoolean();
        AtomicBoolean toldWhenItWentOn = new AtomicBoolean();
        AtomicBoolean interruptedStill = new AtomicBoolean();
        Thread caller = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            monitor.lock();
            try {
                locked.countDown();
                monitor.await(Duration.ofHours(1));
                toldWhenItWentOn.set(told.get());
            } finally {
                monitor.unlock();
            }
            interruptedStill.set(Thread.currentThread().isInterrupted());
        });
        locked.await();
        monitor.lock(); // free only while the caller waits, or when it is done
        try {
            told.set(true);
            monitor.signalAll();
        } finally {
            monitor.unlock();
        }
        caller.join();
        assertThat(toldWhenItWentOn).isTrue();
        assertThat(interruptedStill).isTrue();
    }
}
