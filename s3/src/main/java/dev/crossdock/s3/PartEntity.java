package dev.crossdock.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A request's body, as the HTTP client wants it: it writes itself straight to the connection. */
final class PartEntity extends AbstractHttpEntity {

    private final BodyWriter body;
    private final Exchange exchange;

    PartEntity(BodyWriter body, Exchange exchange) {
        super((String) null, null);
        this.body = body;
        this.exchange = exchange;
    }

    @Override
    public long getContentLength() {
        return body.lengthBytes();
    }

    @Override
    public void writeTo(OutputStream connection) throws IOException {
        GuardedStream guarded = new GuardedStream(connection, exchange, body.lengthBytes());
        try {
            body.writeTo(guarded);
        } catch (IOException | RuntimeException e) {
            IOException writeFailure = guarded.failure();
            if (writeFailure != null) {
                throw writeFailure;
            }
            exchange.bodyFailed(e);
            throw e;
        }
        if (guarded.written() != body.lengthBytes()) {
            IllegalStateException broken =
                    new IllegalStateException("a body of " + body.lengthBytes() + " bytes wrote " + guarded.written());
            exchange.bodyFailed(broken);
            throw broken;
        }
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("the body writes itself");
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public void close() {
        // The body's memory belongs to whoever made it.
    }
}
