package dev.crossdock.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. {@link #call} is made once, by one thread; {@link #end} by any.
 *
 * <p>It knows how far it came, which decides what its failure means: nothing sent is harmless, sent without an answer is
 * not.
 */
final class Exchange {

    private static final String CONTEXT_NAME = Exchange.class.getName();
    private static final long NEVER = Long.MIN_VALUE;

    /**
     * The time-out of an answer is for each wait of it, so that a slow one may come. One that trickles shall not come for
     * ever: all of it has to be there after so many of them.
     */
    private static final int TIMEOUTS_FOR_ALL_OF_IT = 2;

    private final Transport transport;
    private final HttpUriRequestBase request;
    private final HttpHost target;
    private final long answerNanos;

    private volatile boolean sent;
    private volatile boolean whole;
    private volatile boolean ended;
    private volatile boolean interrupted;
    private volatile boolean stalled;
    private volatile boolean broken;
    private volatile boolean continueIgnored;
    private volatile boolean overdue;
    private volatile long writingSinceNanos = NEVER;
    private volatile long answeringSinceNanos = NEVER;
    private @Nullable Exception bodyFailure;

    private Exchange(Transport transport, HttpUriRequestBase request, HttpHost target, Duration answerTimeout) {
        this.transport = transport;
        this.request = request;
        this.target = target;
        this.answerNanos = answerTimeout.multipliedBy(TIMEOUTS_FOR_ALL_OF_IT).toNanos();
    }

    /** What is needed to send something. */
    record Draft(
            String method,
            HttpHost target,
            String pathAndQuery,
            Map<String, String> headers,
            @Nullable BodyWriter body,
            Duration answerTimeout,
            boolean expectContinue) {}

    static Exchange of(Transport transport, Draft draft) {
        HttpUriRequestBase request = new HttpUriRequestBase(
                draft.method(), java.net.URI.create(draft.target().toURI()));
        // Not through a URI: what is sent must be what was signed, to the letter.
        request.setPath(draft.pathAndQuery());
        draft.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase(S3Headers.CONTENT_LENGTH)) {
                request.setHeader(name, value);
            }
        });
        request.setConfig(RequestConfig.copy(transport.requestDefaults())
                .setResponseTimeout(Timeout.of(draft.answerTimeout()))
                .setExpectContinueEnabled(draft.expectContinue())
                .build());
        Exchange exchange = new Exchange(transport, request, draft.target(), draft.answerTimeout());
        if (draft.body() != null) {
            request.setEntity(new PartEntity(draft.body(), exchange));
        }
        return exchange;
    }

    /** The exchange that a request of ours belongs to. */
    static Exchange in(HttpContext context) {
        if (context.getAttribute(CONTEXT_NAME) instanceof Exchange exchange) {
            return exchange;
        }
        throw new IllegalStateException("a request that is none of ours");
    }

    /**
     * Sends the request and waits for the head of the answer. Whoever gets it closes it, and says so by
     * {@link #answered}: until then it is watched.
     *
     * @throws TransportFailure if there is no answer
     * @throws IOException or RuntimeException as the body's writer threw it
     */
    ClassicHttpResponse call() throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(CONTEXT_NAME, this);
        transport.register(this);
        RequestScope.beginning(this);
        boolean answers = false;
        try {
            ClassicHttpResponse answer = transport.client().executeOpen(target, request, context);
            answers = true;
            return answer;
        } catch (IOException | RuntimeException e) {
            if (bodyFailure instanceof IOException failure) {
                throw failure;
            }
            if (bodyFailure instanceof RuntimeException failure) {
                throw failure;
            }
            if (e instanceof RuntimeException && !ended) {
                throw e;
            }
            throw TransportFailure.of(this, e);
        } finally {
            if (!answers) {
                transport.forget(this);
            }
        }
    }

    /** The answer was read as far as it is wanted. */
    void answered() {
        transport.forget(this);
    }

    /** Ends the request because what it belongs to was given up, so that nobody cares what became of it. */
    void interrupt() {
        interrupted = true;
        end();
    }

    /** Ends the request promptly, in whatever state it is. Does not block. */
    void end() {
        ended = true;
        request.cancel();
    }

    /** Gives the connection up because the rest of its answer is not worth reading. */
    void drop() {
        request.cancel();
    }

    /** Ends the request if its peer has taken nothing for too long, or does not come to the end of its answer. */
    void endIfStalled(long nowNanos, long stallNanos) {
        long writing = writingSinceNanos;
        long answering = answeringSinceNanos;
        if (writing != NEVER && nowNanos - writing > stallNanos) {
            stalled = true;
            request.cancel();
        } else if (answering != NEVER && nowNanos - answering > answerNanos) {
            overdue = true;
            request.cancel();
        }
    }

    /** An answer is waited for from now on. */
    void answering() {
        answeringSinceNanos = System.nanoTime();
    }

    /** The answer was only that the body may be sent. */
    void notAnswering() {
        answeringSinceNanos = NEVER;
    }

    void sending() {
        sent = true;
        if (request.getEntity() == null || request.getEntity().getContentLength() == 0) {
            whole = true;
        }
    }

    /** The last byte of the body is about to be sent: from here on the store may have all of it. */
    void sendingLastByte() {
        whole = true;
    }

    void writing() {
        writingSinceNanos = System.nanoTime();
    }

    void notWriting() {
        writingSinceNanos = NEVER;
    }

    void bodyFailed(Exception failure) {
        bodyFailure = failure;
    }

    boolean hasBodyFailed() {
        return bodyFailure != null;
    }

    /** The connection is in no state to carry another request. */
    void connectionBroken() {
        broken = true;
    }

    boolean isConnectionBroken() {
        return broken;
    }

    void continueWasIgnored() {
        continueIgnored = true;
    }

    boolean isContinueIgnored() {
        return continueIgnored;
    }

    boolean isSent() {
        return sent;
    }

    /** Whether the store may have the whole request, and so may have acted. */
    boolean isWhole() {
        return whole;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isStalled() {
        return stalled;
    }

    boolean isOverdue() {
        return overdue;
    }

    /** Hands over each header of an answer. */
    static void forEachHeader(ClassicHttpResponse answer, BiConsumer<String, String> consumer) {
        for (var header : answer.getHeaders()) {
            consumer.accept(header.getName(), header.getValue());
        }
    }
}
