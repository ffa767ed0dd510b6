package dev.crossdock.s3;

import dev.crossdock.PartBody;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Sends bodies. One attempt each; what the answer means is for the caller to say. */
final class DataPlane {

    private static final int PATIENCE_WITH_EXPIRED = 8;

    private final Transport transport;
    private final RequestSigner signer;
    private final StoreErrors errors;
    private final EndpointMemory memory;
    private final StoreClock clock;
    private final AtomicInteger expiredInARow = new AtomicInteger();

    DataPlane(Transport transport, RequestSigner signer, StoreErrors errors, EndpointMemory memory, StoreClock clock) {
        this.transport = transport;
        this.signer = signer;
        this.errors = errors;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * Where something is sent and what is said with it.
     *
     * @param address its URL
     * @param query the part's number and upload, or nothing
     * @param headers all are signed
     * @param action what is done, for messages
     * @param expectContinue whether the store is to be asked before the body is sent
     * @param started hears of the exchange before anything is sent, so that it can be ended
     */
    record Errand(
            ObjectAddress address,
            Map<String, String> query,
            Map<String, String> headers,
            String action,
            boolean expectContinue,
            Consumer<Exchange> started) {}

    /** Sends a body as it is. */
    Answer send(Errand errand, PartBody body) throws TransferException {
        return exchange(
                errand,
                signer.signUnsignedPayload(errand.address(), errand.query(), errand.headers()),
                new PlainBody(body, null));
    }

    /** The same, with a digest of what is sent. */
    Answer send(Errand errand, PartBody body, MessageDigest digest) throws TransferException {
        return exchange(
                errand,
                signer.signUnsignedPayload(errand.address(), errand.query(), errand.headers()),
                new PlainBody(body, digest));
    }

    /** Sends a body with its checksum in a trailer. */
    Answer sendWithTrailer(Errand errand, PartBody body) throws TransferException {
        TrailerBody framed = new TrailerBody(body);
        Map<String, String> signed =
                signer.signTrailer(errand.address(), errand.query(), errand.headers(), body.lengthBytes());
        if (!Long.toString(framed.lengthBytes()).equals(signed.get(S3Headers.CONTENT_LENGTH))) {
            throw new IllegalStateException("the SDK's signer frames a body of " + body.lengthBytes() + " bytes as "
                    + signed.get(S3Headers.CONTENT_LENGTH) + ", not " + framed.lengthBytes());
        }
        return exchange(errand, signed, framed);
    }

    private Answer exchange(Errand errand, Map<String, String> signed, BodyWriter body) throws TransferException {
        ObjectAddress address = errand.address();
        AwsCredentials signedAs = signer.signsAs();
        Exchange exchange = Exchange.of(
                transport,
                new Exchange.Draft(
                        "PUT",
                        new HttpHost(address.scheme(), address.host(), address.port()),
                        address.encodedPath() + query(errand.query()),
                        signed,
                        body,
                        transport.stallTimeout(),
                        errand.expectContinue() && memory.mayAnswerExpect()));
        errand.started().accept(exchange);
        Answer answer;
        try {
            answer = Answer.read(exchange, exchange.call());
        } catch (TransportFailure e) {
            throw errors.silent(errand.action(), e);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(
                    SourceException.Kind.NETWORK,
                    "Could not " + errand.action() + ": its bytes can't be read, " + StoreErrors.oneLine(e.getMessage())
                            + ".",
                    "look at the source and at the way to it",
                    e);
        } finally {
            if (exchange.isContinueIgnored()) {
                memory.ignoredExpect();
            }
        }
        learnTheTime(answer);
        requireCurrentCredentials(errand, signedAs, answer);
        return answer;
    }

    /** Credentials that expire midway are no failure where whoever gave them has newer ones. */
    private void requireCurrentCredentials(Errand errand, AwsCredentials signedAs, Answer answer)
            throws StoreException {
        Refusal refusal = answer.refusal();
        if (refusal == null) {
            expiredInARow.set(0);
            return;
        }
        // Who gives them may need a moment for newer ones; that there are none is known only after some patience.
        boolean patient = signer.mayGetOthers() && expiredInARow.get() < PATIENCE_WITH_EXPIRED;
        if (refusal.saysExpired() && (signer.hasNewerThan(signedAs) || patient)) {
            expiredInARow.incrementAndGet();
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "Could not " + errand.action() + ": the credentials have expired.",
                    "they are asked for again");
        }
    }

    private void learnTheTime(Answer answer) {
        Refusal refusal = answer.refusal();
        String date = answer.header(S3Headers.DATE);
        if (refusal != null && refusal.code().equals("RequestTimeTooSkewed") && date != null) {
            clock.believe(date);
        }
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(KeyEncoding.query(name))
                .append('=')
                .append(KeyEncoding.query(value)));
        return query.toString();
    }

    /** A part's own bytes and nothing else. */
    private record PlainBody(PartBody body, @Nullable MessageDigest digest) implements BodyWriter {

        @Override
        public long lengthBytes() {
            return body.lengthBytes();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(digest == null ? out : new DigestOutputStream(out, digest));
        }
    }
}
