package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TroubleTest {

    private long nowNanos = TimeUnit.HOURS.toNanos(1);
    private final Trouble trouble = new Trouble(() -> nowNanos);

    /** Of nine connections that are opened together, seven may meet the same hiccup. */
    @Test
    void severalThatBreakAtOnceCountAsOne() {
        for (int i = 0; i < 7; i++) {
            assertThat(trouble.isRefusal(failure(Kind.NETWORK))).isFalse();
        }
        assertThat(trouble.mayTry()).isFalse();
    }

    @Test
    void oneThatBreaksAgainAndAgainIsARefusal() {
        assertThat(trouble.isRefusal(failure(Kind.NETWORK))).isFalse();
        waitUntilItMayBeTried();
        assertThat(trouble.isRefusal(failure(Kind.NETWORK))).isFalse();
        waitUntilItMayBeTried();
        assertThat(trouble.isRefusal(failure(Kind.NETWORK))).isTrue();
    }

    @Test
    void aSuccessBetweenBeginsAnew() {
        for (int i = 0; i < 5; i++) {
            assertThat(trouble.isRefusal(failure(Kind.NETWORK))).isFalse();
            waitUntilItMayBeTried();
            trouble.passed();
        }
    }

    @Test
    void whatTheServerSaidIsARefusalAtOnce() {
        assertThat(trouble.isRefusal(failure(Kind.AUTHENTICATION))).isTrue();
    }

    private void waitUntilItMayBeTried() {
        while (!trouble.mayTry()) {
            nowNanos += TimeUnit.MILLISECONDS.toNanos(100);
        }
    }

    private static SourceException failure(Kind kind) {
        return new SourceException(kind, "It broke.", "try again");
    }
}
