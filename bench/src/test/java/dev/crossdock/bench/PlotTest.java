package dev.crossdock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class PlotTest {

    @Test
    void isXmlAndShowsEachContenderAtEachSize() throws Exception {
        Results results = new Results();
        for (long size : new long[] {1 << 20, 32 << 20, 1 << 30}) {
            results.add(size, "streaming", size, spent(size, 0));
            results.add(size, "download & upload", size, spent(size * 2, size));
        }
        String svg = new Plot(results, List.of("streaming", "download & upload", "rclone")).svg("<title>", "note");
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(6);
        // Three sizes in two panels for two contenders, and one in the legend for each of three.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(15);
        assertThat(svg)
                .contains("&lt;title&gt;", "download &amp; upload", ">1 MiB<", ">1 GiB<", ">not run<")
                .contains("prefers-color-scheme: dark");
    }

    private static Spent spent(long nanos, long disk) {
        return new Spent(Duration.ofNanos(nanos), OptionalLong.of(100 << 20), OptionalLong.of(disk));
    }
}
