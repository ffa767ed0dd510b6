package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.SourceFile;
import dev.crossdock.StoreException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestraintTest {

    private final Waits waits = new RealWaits(Thread.ofVirtual().factory());
    private final StopSignal stop = new StopSignal(waits);
    private final Restraint restraint = new Restraint(waits);
    private final SourceFile source = (SourceFile) Proxy.newProxyInstance(
            SourceFile.class.getClassLoader(),
            new Class<?>[] {SourceFile.class},
            (proxy, method, arguments) -> SourceFile.Access.ANY_ORDER);

    /** It had looked for a pause before, and there was none then. */
    @Test
    void aPauseHoldsForWhoWaitedForOthersWhenItWasAskedFor() throws Exception {
        narrowToOne();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger gaveWay = new AtomicInteger();
        Thread second = restraint.send(
                () -> {
                    Thread waiting = Thread.startVirtualThread(() -> {
                        assertThatThrownBy(() -> restraint.send(sent::incrementAndGet, source, stop))
                                .isInstanceOf(LongPause.class);
                        gaveWay.incrementAndGet();
                    });
                    awaitItsWait(waiting);
                    restraint.holdBack(Duration.ofHours(1));
                    return waiting;
                },
                source,
                stop);
        second.join();
        assertThat(sent).hasValue(0);
        assertThat(gaveWay).hasValue(1);
    }

    /** One of two that are sent at once is refused. */
    private void narrowToOne() throws Exception {
        Retries.Step<Integer> refused = () -> {
            throw new StoreException(StoreException.Kind.THROTTLED, "Slowly.", "send fewer");
        };
        int unused = restraint.send(
                () -> {
                    assertThatThrownBy(() -> restraint.send(refused, source, stop))
                            .isInstanceOf(StoreException.class);
                    return 1;
                },
                source,
                stop);
    }

    private static void awaitItsWait(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
