package dev.crossdock.s3;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and reads the head of its answer. Unlike the executor it stands in for, it looks for an answer when
 * the body could not be written to its end: a store that refuses (403, 503) answers and closes without reading on, and
 * that answer says more than "broken pipe".
 */
final class OneAttemptExecutor extends HttpRequestExecutor {

    /** An answer that a closing peer sent has arrived already, or never will. */
    private static final Timeout LATE_ANSWER = Timeout.ofSeconds(2);

    private final Timeout continueTimeout;
    private final StoreLatency latency;

    OneAttemptExecutor(Timeout continueTimeout, StoreLatency latency) {
        this.continueTimeout = continueTimeout;
        this.latency = latency;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        Exchange exchange = Exchange.in(context);
        exchange.sending();
        long receivedBefore = receivedBytes(connection);
        try {
            ClassicHttpResponse answer = exchange(request, connection, exchange);
            if (MessageSupport.canResponseHaveBody(request.getMethod(), answer)) {
                connection.receiveResponseEntity(answer);
            }
            return answer;
        } catch (NoHttpResponseException e) {
            boolean somethingCame = receivedBytes(connection) > receivedBefore;
            connection.close(CloseMode.IMMEDIATE);
            if (somethingCame) {
                // The parser skips what is no status line, and then finds nothing.
                throw new ProtocolException("no HTTP", e);
            }
            throw e;
        } catch (IOException | HttpException | RuntimeException e) {
            connection.close(CloseMode.IMMEDIATE);
            throw e;
        }
    }

    private static long receivedBytes(HttpClientConnection connection) {
        EndpointDetails details = connection.getEndpointDetails();
        return details == null ? 0 : details.getReceivedBytesCount();
    }

    private ClassicHttpResponse exchange(ClassicHttpRequest request, HttpClientConnection connection, Exchange exchange)
            throws IOException, HttpException {
        connection.sendRequestHeader(request);
        if (request.containsHeader(HttpHeaders.EXPECT)) {
            ClassicHttpResponse early = answerBeforeBody(connection, exchange);
            if (early != null) {
                // The body stays unsent, so the connection can't be used again.
                exchange.connectionBroken();
                return early;
            }
        }
        IOException writeFailure = sendBody(request, connection, exchange);
        if (writeFailure == null) {
            long asked = System.nanoTime();
            ClassicHttpResponse answer = finalAnswer(connection, exchange);
            if (request.getEntity() == null) {
                latency.saw(System.nanoTime() - asked);
            }
            return answer;
        }
        exchange.connectionBroken();
        try {
            connection.setSocketTimeout(LATE_ANSWER);
            return finalAnswer(connection, exchange);
        } catch (IOException | HttpException e) {
            writeFailure.addSuppressed(e);
            throw writeFailure;
        }
    }

    /** Waits for leave to send the body. Returns null once it is given, or if the store does not seem to know how. */
    private @Nullable ClassicHttpResponse answerBeforeBody(HttpClientConnection connection, Exchange exchange)
            throws IOException, HttpException {
        connection.flush();
        while (connection.isDataAvailable(continueTimeout)) {
            exchange.answering();
            ClassicHttpResponse answer = connection.receiveResponseHeader();
            if (answer.getCode() == HttpStatus.SC_CONTINUE) {
                exchange.notAnswering();
                return null;
            }
            if (answer.getCode() >= HttpStatus.SC_SUCCESS) {
                return answer;
            }
        }
        exchange.notAnswering();
        exchange.continueWasIgnored();
        return null;
    }

    /** Returns what went wrong with the connection; throws what went wrong with the body itself. */
    private static @Nullable IOException sendBody(
            ClassicHttpRequest request, HttpClientConnection connection, Exchange exchange)
            throws IOException, HttpException {
        try {
            connection.sendRequestEntity(request);
            connection.flush();
            return null;
        } catch (IOException e) {
            if (exchange.hasBodyFailed() || exchange.isEnded()) {
                throw e;
            }
            return e;
        }
    }

    private static ClassicHttpResponse finalAnswer(HttpClientConnection connection, Exchange exchange)
            throws IOException, HttpException {
        exchange.answering();
        while (true) {
            ClassicHttpResponse answer = connection.receiveResponseHeader();
            if (answer.getCode() < HttpStatus.SC_INFORMATIONAL) {
                throw new ProtocolException("not a status: " + answer.getCode());
            }
            if (answer.getCode() >= HttpStatus.SC_SUCCESS) {
                return answer;
            }
        }
    }
}
