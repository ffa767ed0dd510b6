package dev.crossdock.telemetry;

import dev.crossdock.CancelledException;
import dev.crossdock.IntegrityException;
import dev.crossdock.PlanException;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Why something was tried again, as a label: one of a closed set of words, of which none comes from a server. */
final class RetryReason {

    private RetryReason() {}

    static String of(TransferException failure) {
        return switch (failure) {
            case SourceException source -> of(source.kind());
            case StoreException store -> of(store.kind());
            case IntegrityException integrity -> "integrity";
            case PlanException plan -> "other";
            case CancelledException cancelled -> "other";
        };
    }

    private static String of(SourceException.Kind kind) {
        return "source_" + kind.name().toLowerCase(Locale.ROOT);
    }

    private static String of(StoreException.Kind kind) {
        return "store_" + kind.name().toLowerCase(Locale.ROOT);
    }

    /** Those that are usual: they are shown from the beginning, so that the first one is seen as an increase. */
    static Set<String> usual() {
        Set<String> reasons = new TreeSet<>();
        reasons.add("integrity");
        reasons.add(of(SourceException.Kind.NETWORK));
        reasons.add(of(StoreException.Kind.THROTTLED));
        reasons.add(of(StoreException.Kind.UNAVAILABLE));
        reasons.add(of(StoreException.Kind.UNREACHABLE));
        reasons.add(of(StoreException.Kind.NO_ANSWER));
        return reasons;
    }
}
