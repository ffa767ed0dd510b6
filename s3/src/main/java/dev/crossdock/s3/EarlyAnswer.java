package dev.crossdock.s3;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;

/**
 * Notices, once per MiB sent over plain HTTP, that the store has answered before it had the whole body: the rest need
 * not be sent. One system call that does not wait. Under TLS what has arrived may be no answer but a session ticket, so
 * nothing is concluded from it; there a refusal shows when the store closes.
 */
final class EarlyAnswer implements ResponseOutOfOrderStrategy {

    private static final int LOOK_EVERY_SHIFT = 20;

    @Override
    public boolean isEarlyResponseDetected(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            InputStream fromPeer,
            long totalBytesSent,
            long nextWriteSize)
            throws IOException {
        if (totalBytesSent >> LOOK_EVERY_SHIFT == (totalBytesSent + nextWriteSize) >> LOOK_EVERY_SHIFT) {
            return false;
        }
        // What comes after an Expect may be "100 Continue", late or (from some servers) for the second time.
        return connection.getSSLSession() == null
                && !request.containsHeader(HttpHeaders.EXPECT)
                && fromPeer.available() > 0;
    }
}
