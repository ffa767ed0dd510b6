package dev.crossdock.telemetry;

import java.net.URI;
import java.util.Set;

/**
 * A Pushgateway, and under which name it keeps what is pushed there.
 *
 * @param gateway {@code http} or {@code https}, without a user
 * @param job the group's first label; not empty
 * @param instance its second label
 * @param atEnd what becomes of the group when nothing more is pushed
 */
public record PushTarget(URI gateway, String job, String instance, AtEnd atEnd) {

    /** What becomes of what was pushed. */
    public enum AtEnd {
        /** The last state stays, until somebody deletes it. */
        KEEP,
        /** It is deleted, as if nothing had ever been pushed. */
        DELETE
    }

    /** @throws IllegalArgumentException with a sentence for people, if the gateway or a label can't be right */
    public PushTarget {
        if (!Set.of("http", "https").contains(String.valueOf(gateway.getScheme())) || gateway.getHost() == null) {
            throw new IllegalArgumentException("a Pushgateway is named like http://localhost:9091");
        }
        if (gateway.getRawUserInfo() != null || gateway.getRawQuery() != null || gateway.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the URL of a Pushgateway has no user, query or fragment: write it like http://localhost:9091");
        }
        if (job.isBlank() || instance.isBlank()) {
            throw new IllegalArgumentException("a Pushgateway's job and instance are not empty");
        }
    }

    /** The gateway without its scheme and without slashes at the end. */
    String address() {
        return gateway.getRawAuthority() + String.valueOf(gateway.getRawPath()).replaceFirst("/+$", "");
    }
}
