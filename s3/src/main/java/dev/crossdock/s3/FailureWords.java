package dev.crossdock.s3;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What the exceptions of sockets, TLS and HTTP mean, in the words of a person on call. */
final class FailureWords {

    private static final String HINT_TRUST =
            "trust the store's certificate authority (-Djavax.net.ssl.trustStore), or check the host's name";

    private FailureWords() {}

    static String beforeSending(Throwable failure) {
        if (has(failure, UnknownHostException.class)) {
            return "its name can't be resolved";
        }
        if (isDistrust(failure)) {
            return "its certificate is not trusted";
        }
        if (has(failure, SSLException.class)) {
            return "no TLS connection can be made";
        }
        if (has(failure, ConnectTimeoutException.class) || has(failure, SocketTimeoutException.class)) {
            return "it does not answer in time";
        }
        if (has(failure, NoRouteToHostException.class)) {
            return "there is no route to it";
        }
        if (has(failure, ConnectException.class)) {
            return "it refuses connections";
        }
        return "no connection can be made";
    }

    static String hint(Throwable failure) {
        if (isDistrust(failure)) {
            return HINT_TRUST;
        }
        if (has(failure, SSLException.class)) {
            return "check whether the endpoint is https or http";
        }
        return "check the endpoint's URL, and whether the store runs";
    }

    static String afterSending(Throwable failure) {
        if (has(failure, SocketTimeoutException.class)) {
            return "it gave no answer in time";
        }
        if (has(failure, NoHttpResponseException.class)) {
            return "it closed the connection without an answer";
        }
        return "the connection broke before an answer came";
    }

    /** Whether the peer's certificate is none that we trust, or is for another host. */
    static boolean isDistrust(Throwable failure) {
        return has(failure, CertificateException.class);
    }

    /** Whether the peer broke HTTP, which a store does not do. */
    static boolean isNotHttp(Throwable failure) {
        return has(failure, HttpException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
