package dev.crossdock.bench;

import dev.crossdock.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Draws results as an SVG file that is at home on light and on dark pages. */
public final class Plot {

    private static final int WIDTH = 920;
    private static final int PANELS_TOP = 124;
    private static final int PANEL_HEIGHT = 230;
    private static final int ROW_HEIGHT = 24;
    private static final int COLOURS = 4;

    private static final String STYLE = """
            text { font: 13px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; fill: #24292f; }
            .title { font-size: 19px; font-weight: 600; }
            .heading, .column { font-weight: 600; }
            .label, .column, .note { fill: #57606a; }
            .middle { text-anchor: middle; }
            .end { text-anchor: end; }
            .page { fill: #ffffff; stroke: #d0d7de; }
            .grid { stroke: #d8dee4; stroke-width: 1; }
            .axis { stroke: #8c959f; stroke-width: 1; }
            .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
            .dot { stroke: none; }
            .line.c0 { stroke: #0969da; } .dot.c0 { fill: #0969da; }
            .line.c1 { stroke: #bc4c00; } .dot.c1 { fill: #bc4c00; }
            .line.c2 { stroke: #8250df; } .dot.c2 { fill: #8250df; }
            .line.c3 { stroke: #1a7f37; } .dot.c3 { fill: #1a7f37; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3; }
              .label, .column, .note { fill: #9198a1; }
              .page { fill: #0d1117; stroke: #30363d; }
              .grid { stroke: #262c36; }
              .axis { stroke: #6e7681; }
              .line.c0 { stroke: #58a6ff; } .dot.c0 { fill: #58a6ff; }
              .line.c1 { stroke: #f0883e; } .dot.c1 { fill: #f0883e; }
              .line.c2 { stroke: #bc8cff; } .dot.c2 { fill: #bc8cff; }
              .line.c3 { stroke: #3fb950; } .dot.c3 { fill: #3fb950; }
            }
            """;

    private final Results results;
    private final List<String> contenders;

    /**
     * A plot that is still to be drawn.
     *
     * @param contenders in the order of the legend; the first is what the others are held against, at most four
     */
    public Plot(Results results, List<String> contenders) {
        if (contenders.size() > COLOURS) {
            throw new IllegalArgumentException("no more than " + COLOURS + " contenders can be told apart");
        }
        this.results = results;
        this.contenders = List.copyOf(contenders);
    }

    /**
     * The picture.
     *
     * @param title above it
     * @param note below the title: what was measured, and on what
     */
    public String svg(String title, String note) {
        int legendTop = PANELS_TOP + PANEL_HEIGHT + 66;
        int height = legendTop + ROW_HEIGHT * contenders.size() + 20;
        Svg svg = new Svg(WIDTH, height, STYLE, title);
        svg.rectangle(0.5, 0.5, WIDTH - 1, height - 1, 8, "page");
        svg.text(28, 40, "title", title);
        svg.text(28, 64, "note", note);
        List<String> sizes = results.sizes().stream().map(Plot::size).toList();
        new Panel("MB/s (more is better)", 68, PANELS_TOP, 372, PANEL_HEIGHT, sizes, Plot::number)
                .draw(svg, lines(this::rate));
        new Panel(
                        "time, × " + contenders.getFirst() + " (less is better)",
                        520,
                        PANELS_TOP,
                        372,
                        PANEL_HEIGHT,
                        sizes,
                        Plot::number)
                .draw(svg, lines(this::ratio));
        legend(svg, legendTop);
        return svg.toString();
    }

    /** Whose colour is whose, and what can't be drawn over sizes. */
    private void legend(Svg svg, int top) {
        if (results.sizes().isEmpty()) {
            return;
        }
        long largest = results.sizes().getLast();
        svg.text(28, top - 6, "column", "at " + size(largest));
        svg.text(430, top - 6, "column end", "time");
        svg.text(580, top - 6, "column end", "MB/s");
        svg.text(730, top - 6, "column end", "peak memory");
        svg.text(892, top - 6, "column end", "written to disk");
        for (int index = 0; index < contenders.size(); index++) {
            int y = top + 18 + index * ROW_HEIGHT;
            svg.dot(34, y - 4.5, 5, "dot c" + index);
            svg.text(48, y, "name", contenders.get(index));
            Optional<Results.Median> median = results.median(largest, contenders.get(index));
            if (median.isPresent()) {
                Results.Median figures = median.get();
                svg.text(430, y, "end", seconds(figures.elapsed().toNanos() / 1e9));
                svg.text(580, y, "end", number(figures.bytesPerSecond() / 1e6));
                svg.text(730, y, "end", bytes(figures.peakMemoryBytes()));
                svg.text(892, y, "end", bytes(figures.diskBytes()));
            } else {
                svg.text(430, y, "label end", "not run");
            }
        }
    }

    /** What is drawn of a contender at a size. */
    private interface Value {
        OptionalDouble of(long sizeBytes, String contender);
    }

    private List<Panel.Line> lines(Value value) {
        List<Panel.Line> lines = new ArrayList<>();
        for (int index = 0; index < contenders.size(); index++) {
            String contender = contenders.get(index);
            lines.add(new Panel.Line(
                    "c" + index,
                    results.sizes().stream()
                            .map(size -> value.of(size, contender))
                            .toList()));
        }
        return lines;
    }

    private OptionalDouble rate(long sizeBytes, String contender) {
        return results.median(sizeBytes, contender)
                .map(median -> OptionalDouble.of(median.bytesPerSecond() / 1e6))
                .orElse(OptionalDouble.empty());
    }

    private OptionalDouble ratio(long sizeBytes, String contender) {
        Optional<Results.Median> base = results.median(sizeBytes, contenders.getFirst());
        Optional<Results.Median> median = results.median(sizeBytes, contender);
        return base.isPresent() && median.isPresent()
                ? OptionalDouble.of((double) median.get().elapsed().toNanos()
                        / base.get().elapsed().toNanos())
                : OptionalDouble.empty();
    }

    /** {@code 32 MiB}: a wished size, which is mostly a whole number of something. */
    static String size(long bytes) {
        return ByteSize.format(bytes).replace(".0 ", " ");
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? ByteSize.format(bytes.getAsLong()) : "unknown";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, value < 9.995 ? "%.2f" : "%.0f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
