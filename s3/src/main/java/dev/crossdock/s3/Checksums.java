package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the checksums that a store writes. */
final class Checksums {

    private Checksums() {}

    /** Empty for what is no checksum over bytes: a composite one is written {@code value-parts}. */
    static Optional<Crc32c> parse(@Nullable String base64) {
        if (base64 == null || base64.contains("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Crc32c.ofBase64(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
