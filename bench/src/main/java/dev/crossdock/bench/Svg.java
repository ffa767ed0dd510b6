package dev.crossdock.bench;

import java.util.Locale;

/** Writes the few elements of SVG that a plot needs. Classes stand for colours, so that a style sheet decides them. */
final class Svg {

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String style, String title) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " role=\"img\">%n<title>%s</title>%n<style>%n%s</style>%n",
                width,
                height,
                width,
                height,
                escaped(title),
                style));
    }

    void rectangle(double x, double y, double width, double height, double radius, String classes) {
        add(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\"/>",
                classes,
                x,
                y,
                width,
                height,
                radius));
    }

    void line(double x1, double y1, double x2, double y2, String classes) {
        add(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                classes,
                x1,
                y1,
                x2,
                y2));
    }

    void dot(double x, double y, double radius, String classes) {
        add(String.format(
                Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", classes, x, y, radius));
    }

    /** @param points as {@code x,y x,y} */
    void polyline(String points, String classes) {
        add(String.format(Locale.ROOT, "<polyline class=\"%s\" points=\"%s\"/>", classes, points));
    }

    void text(double x, double y, String classes, String words) {
        add(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", classes, x, y, escaped(words)));
    }

    static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private void add(String element) {
        text.append(element).append('\n');
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
