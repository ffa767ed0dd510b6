package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whose a reply is, also when a server sends one twice. */
final class RequestRingTest {

    private final RequestRing ring = new RequestRing();
    private final Asker somebody = new Exchange(
            new SftpConnection("a.server", Duration.ofSeconds(1), new Outstanding(1024, () -> 0)), new byte[9]);

    @Test
    void theSecondReplyToAReadThatCameShortFindsNobody() {
        int id = ring.take(somebody, 0, 1000);
        ring.askAgain(id, 500);
        assertThat(ring.owner(id)).isNull();
        int again = ring.nextToAskAgain();
        assertThat(ring.owner(id)).as("when the rest is asked for").isNull();
        assertThat(ring.owner(again)).isSameAs(somebody);
        assertThat(ring.offset(again)).isEqualTo(500);
        assertThat(ring.length(again)).isEqualTo(500);
    }

    @Test
    void theRestIsNotAnsweredBeforeItIsAskedFor() {
        int id = ring.take(somebody, 0, 1000);
        ring.askAgain(id, 500);
        assertThat(Arrays.stream(new int[] {id, id + RequestRing.CAPACITY}).mapToObj(ring::owner))
                .containsOnlyNulls();
    }

    @Test
    void anIdIsNotUsedAgainInTheNextRound() {
        int id = ring.take(somebody, 0, 1000);
        ring.askAgain(id, 500);
        int again = ring.nextToAskAgain();
        ring.free(again);
        for (int i = 0; i < RequestRing.CAPACITY; i++) {
            assertThat(ring.take(somebody, 0, 1)).isNotIn(id, again);
        }
        assertThat(ring.full()).isTrue();
        assertThat(ring.owner(again)).isNull();
    }
}
