package dev.crossdock.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * One chart of a plot: values over sizes, a line for each contender. The sizes stand at equal distances, whatever they
 * are.
 *
 * @param left of the area for the lines
 * @param top of it
 * @param sizes what is written below it
 * @param label how a value on the axis is written
 */
record Panel(
        String title,
        double left,
        double top,
        double width,
        double height,
        List<String> sizes,
        DoubleFunction<String> label) {

    private static final int STEPS = 5;
    private static final double[] NICE = {1, 2, 2.5, 5, 10};
    private static final double PADDING = 18;

    /**
     * A contender's values.
     *
     * @param classes the class of its colour
     * @param values one for each size; empty where there is none
     */
    record Line(String classes, List<OptionalDouble> values) {}

    void draw(Svg svg, List<Line> lines) {
        double largest = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value.orElse(0))
                .max()
                .orElse(1);
        double step = niceStep(largest / STEPS);
        double top = step * Math.max(1, Math.ceil(largest / step - 1e-9));
        svg.text(left, this.top - 18, "heading", title);
        for (double value = 0; value <= top + step / 2; value += step) {
            svg.line(left, y(value, top), left + width, y(value, top), value == 0 ? "axis" : "grid");
            svg.text(left - 8, y(value, top) + 4, "label end", label.apply(value));
        }
        for (int index = 0; index < sizes.size(); index++) {
            svg.text(x(index), this.top + height + 20, "label middle", sizes.get(index));
        }
        // The first is the one that matters, and lies on top.
        for (Line line : lines.reversed()) {
            draw(svg, line, top);
        }
    }

    private void draw(Svg svg, Line line, double top) {
        List<String> points = new ArrayList<>();
        for (int index = 0; index < line.values().size(); index++) {
            OptionalDouble value = line.values().get(index);
            if (value.isPresent()) {
                points.add(Svg.point(x(index), y(value.getAsDouble(), top)));
            }
        }
        svg.polyline(String.join(" ", points), "line " + line.classes());
        for (int index = 0; index < line.values().size(); index++) {
            OptionalDouble value = line.values().get(index);
            if (value.isPresent()) {
                svg.dot(x(index), y(value.getAsDouble(), top), 3.5, "dot " + line.classes());
            }
        }
    }

    private double x(int index) {
        return sizes.size() == 1
                ? left + width / 2
                : left + PADDING + index * (width - 2 * PADDING) / (sizes.size() - 1);
    }

    private double y(double value, double top) {
        return this.top + height - value / top * height;
    }

    private static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-9))));
        for (double nice : NICE) {
            if (nice * power >= least - 1e-12) {
                return nice * power;
            }
        }
        return 10 * power;
    }
}
