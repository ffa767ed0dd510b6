package dev.crossdock.s3;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * The store's idea of the time: ours, moved by what its answers say once it has refused ours. S3 takes no signature that
 * is more than 15 minutes off.
 */
final class StoreClock extends Clock {

    private final Clock ours;
    private volatile Duration ahead = Duration.ZERO;

    StoreClock(Clock ours) {
        this.ours = ours;
    }

    /** Believes the Date header of an answer; ignores what is no date. */
    void believe(String dateHeader) {
        try {
            Instant theirs = ZonedDateTime.parse(dateHeader, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            ahead = Duration.between(ours.instant(), theirs);
        } catch (DateTimeParseException e) {
            // The request was refused anyway; the refusal is what is reported.
        }
    }

    @Override
    public Instant instant() {
        return ours.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ours.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        StoreClock other = new StoreClock(ours.withZone(zone));
        other.ahead = ahead;
        return other;
    }
}
