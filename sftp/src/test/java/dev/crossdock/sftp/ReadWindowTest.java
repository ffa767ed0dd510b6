package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The window finds what the line carries within two seconds, keeps it, and leaves little waiting at the server. */
final class ReadWindowTest {

    private static final long TWO_SECONDS = 2_000 * SimulatedLink.MILLI;
    private static final double MEGA = 1e6;

    @ParameterizedTest(name = "{0} MB/s, {2} ms, {3} connections of at most {1} MB/s")
    @CsvSource({
        "125, Infinity, 0.2, 2",
        "125, Infinity, 20, 2",
        "125, Infinity, 100, 4",
        "125, Infinity, 200, 4",
        "1250, Infinity, 0.2, 2",
        "1250, Infinity, 20, 4",
        "1250, Infinity, 100, 4",
        "10, Infinity, 100, 2",
        "4, Infinity, 100, 1",
        "125, 20, 100, 4",
        "1250, 40, 20, 2",
        "125, 5, 200, 4",
    })
    void theLineIsFullAndTheServerHoldsLittle(
            double bandwidth, double ofConnection, double roundTripMillis, int count) {
        SimulatedLink link =
                new SimulatedLink(bandwidth, ofConnection, Math.round(roundTripMillis * SimulatedLink.MILLI), count);
        passes(link);

        double carried = Math.min(bandwidth, count * ofConnection);
        assertThat(link.run(TWO_SECONDS)).isGreaterThan(0.95 * carried);
        assertThat(link.readers()).allSatisfy(reader -> {
            // The delay is measured while the others fill the line for the first time.
            double delay = roundTripMillis / 1000 + count * atFirst(roundTripMillis) / (carried * MEGA);
            double most = 2 * carried / count * MEGA * delay;
            assertThat(reader.largest()).isLessThan(1.1 * Math.max(ReadWindow.MIN_BYTES, most));
            assertThat(reader.largest() / reader.smallest()).as("swings").isLessThan(1.15);
        });
    }

    private static void passes(SimulatedLink link) {
        double unused = link.run(TWO_SECONDS);
    }

    private static double atFirst(double roundTripMillis) {
        return Math.max(
                (double) ReadWindow.MIN_BYTES,
                ReadWindow.GAIN * ReadWindow.SUPPOSED_BYTES_PER_NANO * roundTripMillis * SimulatedLink.MILLI);
    }

    @Test
    void aLineThatGetsFasterIsFilled() {
        SimulatedLink link = new SimulatedLink(10, Double.POSITIVE_INFINITY, 100 * SimulatedLink.MILLI, 2);
        assertThat(link.run(2 * TWO_SECONDS)).isLessThan(11);
        link.bandwidth(125);
        passes(link);
        assertThat(link.run(TWO_SECONDS)).isGreaterThan(0.95 * 125);
    }

    @Test
    void aLineThatGetsSlowerHasLessOnTheWay() {
        SimulatedLink link = new SimulatedLink(125, Double.POSITIVE_INFINITY, 100 * SimulatedLink.MILLI, 1);
        passes(link);
        assertThat(link.readers().getFirst().window.bytes()).isGreaterThan(20 << 20);
        link.bandwidth(25);
        passes(link);
        passes(link);
        assertThat(link.readers().getFirst().window.bytes()).isLessThan(8 << 20);
        assertThat(link.run(TWO_SECONDS)).isGreaterThan(0.95 * 25);
    }

    @Test
    void whatALostConnectionCarriedTheOthersTake() {
        SimulatedLink link = new SimulatedLink(125, Double.POSITIVE_INFINITY, 100 * SimulatedLink.MILLI, 2);
        passes(link);
        link.lose(link.readers().getFirst());
        passes(link);
        assertThat(link.run(TWO_SECONDS)).isGreaterThan(0.95 * 125);
    }

    @Test
    void aDelayThatBecameLongerIsLearntAfterASilence() {
        ReadWindow window = new ReadWindow();
        long once = SimulatedLink.MILLI;
        window.arrived(1, 0, once, true);
        window.arrived(25 << 20, 0, 101 * SimulatedLink.MILLI, false);
        assertThat(window.bytes()).isEqualTo(ReadWindow.MIN_BYTES);
        long soon = 2_000 * SimulatedLink.MILLI;
        window.arrived(1, soon, soon + 100 * SimulatedLink.MILLI, true);
        assertThat(window.bytes()).as("one slow answer says little").isEqualTo(ReadWindow.MIN_BYTES);
        long later = 20_000 * SimulatedLink.MILLI;
        window.arrived(1, later, later + 100 * SimulatedLink.MILLI, true);
        assertThat(window.bytes()).isGreaterThan(40 << 20);
    }

    @Test
    void silenceIsNoMeasurement() {
        ReadWindow window = new ReadWindow();
        long delay = 100 * SimulatedLink.MILLI;
        window.arrived(1, 0, delay, true);
        window.arrived(25 << 20, 0, 2 * delay, false);
        long full = window.bytes();
        assertThat(full).isGreaterThanOrEqualTo(50 << 20);
        long later = 3600_000 * SimulatedLink.MILLI;
        window.arrived(1, later, later + delay, true);
        assertThat(window.bytes()).isEqualTo(full);
    }
}
