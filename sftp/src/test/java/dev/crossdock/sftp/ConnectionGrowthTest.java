package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of connections follows what they bring, within some seconds, and a try in vain costs little. */
final class ConnectionGrowthTest {

    private static final long SECOND = 1_000 * SimulatedLink.MILLI;
    private static final long TICK = 50 * SimulatedLink.MILLI;
    private static final long LOGIN = 100 * SimulatedLink.MILLI;
    private static final long TWO_SECONDS = 2 * SECOND;
    private static final long ENDLESS = Long.MAX_VALUE;
    private static final int MOST = 9;
    private static final int PARTS_AT_ONCE = 5;
    private static final int PART_BYTES = 9 << 20;
    private static final int HALF_A_SECOND = 10;

    private int ceiling = Integer.MAX_VALUE;
    private final List<Long> underWay = new ArrayList<>();

    /** Drives a link as a pool does that opens connections in the background. */
    private List<Double> megabytesPerSecond(SimulatedLink link, ConnectionGrowth growth, long left, long nanos) {
        List<Double> rates = new ArrayList<>();
        long end = link.now() + nanos;
        while (link.now() < end) {
            underWay.removeIf(since -> {
                boolean done = link.now() - since >= LOGIN;
                if (done && link.readers().size() < ceiling) {
                    link.connect();
                } else if (done) {
                    // It was refused, and so the pool knows how many there can be.
                    ceiling = link.readers().size();
                }
                return done;
            });
            int known = ceiling == link.readers().size() ? ceiling : Integer.MAX_VALUE;
            int wanted = growth.next(seen(link, known), left, link.now());
            while (link.readers().size() + underWay.size() < Math.min(wanted, known)) {
                underWay.add(link.now());
            }
            link.use(wanted);
            rates.add(link.run(TICK));
        }
        return rates;
    }

    private static ConnectionGrowth.Seen seen(SimulatedLink link, int ceiling) {
        return new ConnectionGrowth.Seen(link.readers().size(), ceiling, link.arrivedBytes(), link.awaitedBytes());
    }

    /** Over which five parts of the usual size are read at once, as the default budget permits. */
    private static SimulatedLink link(double together, double ofEach, double roundTripMillis, int connections) {
        SimulatedLink link =
                new SimulatedLink(together, ofEach, Math.round(roundTripMillis * SimulatedLink.MILLI), connections);
        link.parts(PARTS_AT_ONCE, PART_BYTES);
        return link;
    }

    private static List<Double> lastHalf(List<Double> rates) {
        return rates.subList(rates.size() / 2, rates.size());
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static ConnectionGrowth growth(int first, double roundTripMillis) {
        return new ConnectionGrowth(first, MOST, Math.round(roundTripMillis * SimulatedLink.MILLI), 0);
    }

    @ParameterizedTest(name = "{0} MB/s, {1} of each connection, {2} ms, {3} connections at first: {4}")
    @CsvSource({
        "1250, 20, 1, 2, 8",
        "1250, 20, 15, 2, 8",
        "1250, 5, 50, 5, 9",
        "125, 40, 1, 2, 4",
        "125, Infinity, 1, 2, 2",
        "125, Infinity, 20, 2, 2",
        "10, Infinity, 15, 2, 2",
    })
    void findsHowManyAreOfUse(double together, double ofEach, double roundTripMillis, int first, int found) {
        SimulatedLink link = link(together, ofEach, roundTripMillis, first);
        ConnectionGrowth growth = growth(first, roundTripMillis);
        List<Double> coming = megabytesPerSecond(link, growth, ENDLESS, TWO_SECONDS);
        assertThat(growth.next(seen(link, MOST), ENDLESS, link.now())).isEqualTo(found);
        double carried = Math.min(together, ofEach * found);
        List<Double> then = megabytesPerSecond(link, growth, ENDLESS, TWO_SECONDS);
        assertThat(mean(then)).isGreaterThan(0.95 * carried);
        // Half a second is longer than a part's burst; in the first one the line is filled for the first time.
        for (int i = 10; i + HALF_A_SECOND <= coming.size(); i++) {
            assertThat(mean(coming.subList(i, i + HALF_A_SECOND)))
                    .isGreaterThan(0.85 * Math.min(together, ofEach * first));
        }
    }

    @Test
    void aServerThatGivesNoMoreIsAskedOnce() {
        ceiling = 3;
        SimulatedLink link = link(1250, 20, 1, 2);
        ConnectionGrowth growth = growth(2, 1);
        double brought = mean(lastHalf(megabytesPerSecond(link, growth, ENDLESS, 2 * TWO_SECONDS)));
        assertThat(brought).isGreaterThan(0.95 * 60);
        assertThat(link.readers()).hasSize(3);
        assertThat(underWay).isEmpty();
    }

    /** Between two files, say. */
    @Test
    void timeInWhichNothingWasAskedForIsNotMeasured() {
        SimulatedLink link = link(125, Double.POSITIVE_INFINITY, 1, 2);
        ConnectionGrowth growth = growth(2, 1);
        double unused = mean(megabytesPerSecond(link, growth, 1, 2 * SECOND));
        long muchLater = link.now() + 3600 * SECOND;
        long arrived = link.arrivedBytes();
        int first = growth.next(new ConnectionGrowth.Seen(2, MOST, arrived, 0), ENDLESS, muchLater);
        int second = growth.next(new ConnectionGrowth.Seen(2, MOST, arrived, PART_BYTES), ENDLESS, muchLater + TICK);
        assertThat(first).isEqualTo(2);
        assertThat(second).isEqualTo(2);
    }

    /** Ranges begin together and come at 65 MB/s; in between the store may be waited for. The first ones are short. */
    @ParameterizedTest
    @CsvSource({"true, 2", "false, 4"})
    void whereTheStoreIsWaitedForNoneAreTried(boolean storeIsWaitedFor, int found) {
        ConnectionGrowth growth = growth(2, 1);
        long now = 0;
        long arrived = 0;
        int count = 2;
        for (int burst = 0; burst < 10; burst++) {
            long awaited = storeIsWaitedFor ? 0 : PART_BYTES;
            count = growth.next(new ConnectionGrowth.Seen(2, MOST, arrived, awaited), ENDLESS, now);
            for (int turn = 0; turn < (burst == 0 ? 4 : 7); turn++) {
                now += 2 * TICK;
                arrived += 6_500_000;
                count = growth.nextWhileWaiting(new ConnectionGrowth.Seen(2, MOST, arrived, PART_BYTES), ENDLESS, now);
            }
            now += storeIsWaitedFor ? SECOND : 0;
        }
        assertThat(count).isEqualTo(found);
    }

    @Test
    void whatIsSoonThroughTriesNone() {
        SimulatedLink link = link(1250, 20, 1, 2);
        double unused = mean(megabytesPerSecond(link, growth(2, 1), 100_000_000, 4 * SECOND));
        assertThat(link.readers()).hasSize(2);
    }

    @Test
    void aLostConnectionIsReplacedAndTheMeasurementBeginsAnew() {
        SimulatedLink link = link(1250, 20, 1, 2);
        ConnectionGrowth growth = growth(2, 1);
        double unused = mean(megabytesPerSecond(link, growth, ENDLESS, SECOND));
        link.lose(link.readers().getFirst());
        double found = mean(lastHalf(megabytesPerSecond(link, growth, ENDLESS, 2 * TWO_SECONDS)));
        assertThat(found).isGreaterThan(0.95 * 8 * 20);
    }
}
