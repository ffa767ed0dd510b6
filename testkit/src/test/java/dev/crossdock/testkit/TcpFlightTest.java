package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Time here is what the test says. */
final class TcpFlightTest {

    /** Its twentieth is the step at which things arrive. */
    private static final long DELAY = 200;

    private static final long STEP = 10;
    private static final int WINDOW = 1000;

    private final TcpRoad road = road(TcpDistance.UNLIMITED);
    private final TcpFlight flight = new TcpFlight(road, WINDOW);

    @Test
    void aByteArrivesOneDelayAfterItWasSentAndNotEarlier() {
        flight.send(bytes(10), 100);
        assertThat(flight.nextArrivalNanos()).isEqualTo(100 + DELAY);
        assertThat(flight.arrived(100 + DELAY - 1).remaining()).isZero();
        assertThat(flight.arrived(100 + DELAY).remaining()).isEqualTo(10);
    }

    @Test
    void whatIsSentInOneStepArrivesTogether() {
        flight.send(bytes(1), 10 * STEP - 4);
        flight.send(bytes(1), 10 * STEP);
        flight.send(bytes(1), 10 * STEP + 4);
        flight.send(bytes(1), 11 * STEP);
        assertThat(flight.nextArrivalNanos()).isEqualTo(10 * STEP + DELAY);
        assertThat(flight.arrived(10 * STEP + DELAY).remaining()).isEqualTo(3);
    }

    @Test
    void aFullWindowTakesMoreOnlyWhenTheAcknowledgementIsBack() {
        ByteBuffer more = bytes(WINDOW + 300);
        flight.send(more, 0);
        assertThat(more.remaining()).isEqualTo(300);
        assertThat(flight.nextRoomNanos()).isEqualTo(TcpFlight.NEVER);

        flight.delivered(200, DELAY);
        assertThat(flight.nextRoomNanos()).isEqualTo(2 * DELAY);
        flight.send(more, 2 * DELAY - 1);
        assertThat(more.remaining()).isEqualTo(300);
        flight.send(more, 2 * DELAY);
        assertThat(more.remaining()).isEqualTo(100);
    }

    @Test
    void carriesAtMostOneWindowInARoundTrip() {
        long now = 0;
        int delivered = 0;
        for (; now < 100 * 2 * DELAY; now++) {
            flight.send(bytes(WINDOW), now);
            int count = flight.arrived(now).remaining();
            if (count > 0) {
                flight.delivered(count, now);
                delivered += count;
            }
        }
        assertThat(delivered).isEqualTo(100 * WINDOW);
    }

    @Test
    void theRoadCarriesNoMoreThanItsRateWhoeverSends() {
        TcpRoad slow = road(1_000_000_000 / 10); // a byte in ten nanoseconds
        TcpFlight one = new TcpFlight(slow, WINDOW);
        TcpFlight other = new TcpFlight(slow, WINDOW);
        one.send(bytes(20), 0);
        other.send(bytes(30), 0);
        one.send(bytes(1), 10_000); // it was idle meanwhile, and saved nothing up for that
        assertThat(one.nextArrivalNanos()).isEqualTo(200 + DELAY);
        assertThat(other.nextArrivalNanos()).isEqualTo(500 + DELAY);
        one.delivered(20, 200 + DELAY);
        assertThat(one.nextArrivalNanos()).isEqualTo(10_010 + DELAY);
    }

    @Test
    void whatArrivesIsWhatWasSentInItsOrderHoweverItIsTaken() {
        Random random = new Random(7);
        byte[] sent = content(50_000);
        ByteBuffer source = ByteBuffer.wrap(sent);
        byte[] taken = new byte[sent.length];
        ByteBuffer received = ByteBuffer.wrap(taken);
        for (long now = 0; received.hasRemaining(); now += random.nextInt(30)) {
            ByteBuffer piece = source.slice(source.position(), Math.min(source.remaining(), random.nextInt(400)));
            flight.send(piece, now);
            source.position(source.position() + piece.position());
            ByteBuffer arrived = flight.arrived(now);
            arrived.limit(random.nextInt(arrived.limit() + 1));
            int count = arrived.remaining();
            if (count > 0) {
                received.put(arrived);
                flight.delivered(count, now);
            }
        }
        assertThat(taken).isEqualTo(sent);
    }

    private static TcpRoad road(long bytesPerSecond) {
        return new TcpRoad(new TcpDistance(Duration.ofNanos(DELAY), bytesPerSecond, WINDOW));
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap(content(count));
    }

    private static byte[] content(int count) {
        byte[] content = new byte[count];
        new Random(count).nextBytes(content);
        return content;
    }
}
