package dev.crossdock.s3;

import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the JVM is set up: its default context (and so {@code javax.net.ssl.trustStore}), its protocols, its check of
 * the host's name. The default context is made when the first https connection is, because it reads the trust store.
 */
final class TrustedTls implements TlsSocketStrategy {

    private final @Nullable SSLContext given;
    private final Duration handshakeTimeout;

    TrustedTls(@Nullable SSLContext given, Duration handshakeTimeout) {
        this.given = given;
        this.handshakeTimeout = handshakeTimeout;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(socket, target, port, true);
        try {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            int timeout = secure.getSoTimeout();
            secure.setSoTimeout(Math.toIntExact(handshakeTimeout.toMillis()));
            secure.startHandshake();
            secure.setSoTimeout(timeout);
            return secure;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private SSLContext context() throws IOException {
        try {
            return given != null ? given : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("the JVM's TLS settings can't be used", e);
        }
    }
}
