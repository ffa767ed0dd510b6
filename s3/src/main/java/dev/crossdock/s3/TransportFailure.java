package dev.crossdock.s3;

import java.io.IOException;

/** A request got no answer. Its message is part of a sentence and tells nothing secret. */
final class TransportFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /** How far it came. */
    enum Reach {
        /** No connection: the store can't have acted. */
        NOT_SENT,
        /** Something was sent: the store may have acted. */
        SENT,
        /** What answered does not speak HTTP. */
        NOT_HTTP,
        /** No connection, because the peer could not show who it is. */
        UNTRUSTED,
        /** We gave up what it was a part of. */
        INTERRUPTED,
        /** We ended it before all of it was sent: the store can't have acted. */
        ENDED_UNSENT,
        /** We ended it when all of it was sent: the store may have acted. */
        ENDED_SENT
    }

    private final Reach reach;
    private final String hint;

    TransportFailure(Reach reach, String message, String hint, Throwable cause) {
        super(message, cause);
        this.reach = reach;
        this.hint = hint;
    }

    Reach reach() {
        return reach;
    }

    String hint() {
        return hint;
    }

    /** Says what became of a request that threw {@code cause}. */
    static TransportFailure of(Exchange exchange, Exception cause) {
        if (exchange.isEnded()) {
            return new TransportFailure(ended(exchange), "the request was ended", "", cause);
        }
        if (exchange.isStalled()) {
            return new TransportFailure(
                    Reach.SENT, "it stopped taking bytes", "look at the store and at the network", cause);
        }
        if (exchange.isOverdue()) {
            return new TransportFailure(
                    Reach.SENT, "its answer does not come to an end", "look at the store and at the network", cause);
        }
        if (!exchange.isSent()) {
            return new TransportFailure(
                    FailureWords.isDistrust(cause) ? Reach.UNTRUSTED : Reach.NOT_SENT,
                    FailureWords.beforeSending(cause),
                    FailureWords.hint(cause),
                    cause);
        }
        if (FailureWords.isNotHttp(cause)) {
            return new TransportFailure(
                    Reach.NOT_HTTP, "what answers there does not speak HTTP", "check the endpoint's URL", cause);
        }
        return new TransportFailure(
                Reach.SENT,
                FailureWords.afterSending(cause),
                "look at the store and the network, and whether the endpoint is http or https",
                cause);
    }

    private static Reach ended(Exchange exchange) {
        if (exchange.isInterrupted()) {
            return Reach.INTERRUPTED;
        }
        return exchange.isWhole() ? Reach.ENDED_SENT : Reach.ENDED_UNSENT;
    }
}
