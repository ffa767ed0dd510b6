package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line that says how far a transfer is. */
final class ProgressLine {

    private static final int BAR_CELLS = 28;
    private static final int LEAST_BAR_CELLS = 6;
    private static final String GAP = "  ";
    /** A cell that is one to seven eighths full. */
    private static final String PARTIAL = "▏▎▍▌▋▊▉";

    private ProgressLine() {}

    /**
     * With a bar, no wider than {@code columns}: what each end does goes first, then the bar gets shorter and goes, then
     * one figure after the other from the end.
     */
    static String bar(Progress.Snapshot progress, int columns) {
        String percent = percent(progress) + " ";
        String figures = " " + String.join(GAP, figures(progress));
        String activity = "   " + activity(progress);
        int room = columns - percent.length() - figures.length() - 2;
        if (room - activity.length() >= LEAST_BAR_CELLS) {
            room -= activity.length();
        } else {
            activity = "";
        }
        if (room < LEAST_BAR_CELLS) {
            return bare(progress, columns);
        }
        return percent + "▕" + cells(fraction(progress), Math.min(room, BAR_CELLS)) + "▏" + figures + activity;
    }

    /** As many of the figures as there is room for. */
    private static String bare(Progress.Snapshot progress, int columns) {
        StringBuilder line = new StringBuilder(percent(progress));
        String gap = " ";
        for (String figure : figures(progress)) {
            if (line.length() + gap.length() + figure.length() > columns) {
                break;
            }
            line.append(gap).append(figure);
            gap = GAP;
        }
        return line.substring(0, Math.clamp(columns, 0, line.length()));
    }

    /** Without one, for a log. */
    static String plain(Progress.Snapshot progress) {
        return percent(progress).strip() + " of " + ByteSize.format(progress.totalBytes()) + " · "
                + String.join(GAP, figures(progress))
                + " · " + activity(progress)
                + (progress.retries() == 0 ? "" : " · " + Wording.count(progress.retries(), "retry", "retries"));
    }

    /** {@code 412 MB/s}, in millions of bytes; with a decimal below 10. */
    static String rate(double bytesPerSecond) {
        double megabytes = bytesPerSecond / 1e6;
        return String.format(Locale.ROOT, megabytes < 9.95 ? "%.1f MB/s" : "%.0f MB/s", megabytes);
    }

    /** {@code 9s}, {@code 5m03s}, {@code 2h05m}. */
    static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
    }

    private static double fraction(Progress.Snapshot progress) {
        return progress.totalBytes() == 0 ? 0 : (double) progress.storedBytes() / progress.totalBytes();
    }

    private static String percent(Progress.Snapshot progress) {
        return String.format(Locale.ROOT, "%3d%%", (int) (fraction(progress) * 100));
    }

    private static List<String> figures(Progress.Snapshot progress) {
        return List.of(
                ByteSize.format(progress.storedBytes()), rate(progress.bytesPerSecond()), "ETA " + remaining(progress));
    }

    private static String remaining(Progress.Snapshot progress) {
        double rate = progress.bytesPerSecond();
        if (rate <= 0) {
            return "?";
        }
        double seconds = Math.ceil((progress.totalBytes() - progress.storedBytes()) / rate);
        return duration(Duration.ofSeconds((long) seconds));
    }

    private static String activity(Progress.Snapshot progress) {
        return "reading " + progress.reading() + " · sending " + progress.sending() + " · waiting on: "
                + (progress.heldBack() ? "bandwidth" : progress.waitingOn().label());
    }

    private static String cells(double fraction, int cells) {
        int eighths = (int) (fraction * cells * 8);
        String full = "█".repeat(eighths / 8);
        String partial = eighths % 8 == 0 ? "" : PARTIAL.substring(eighths % 8 - 1, eighths % 8);
        return full + partial + " ".repeat(cells - full.length() - partial.length());
    }
}
