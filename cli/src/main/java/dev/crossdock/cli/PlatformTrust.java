package dev.crossdock.cli;

import java.net.Socket;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom the JVM trusts, {@code javax.net.ssl.trustStore} included, for Conscrypt's TLS: the JDK's own trust manager, which
 * also checks the host's name, behind a change of one word. What Conscrypt calls {@code GENERIC}, the authentication of a
 * TLS 1.3 handshake, the JDK calls {@code UNKNOWN}. The trust store is read when the first certificate comes.
 */
final class PlatformTrust extends X509ExtendedTrustManager {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable X509ExtendedTrustManager platform;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        platform().checkServerTrusted(chain, inTheWordsOfTheJdk(authType), socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        platform().checkServerTrusted(chain, inTheWordsOfTheJdk(authType), engine);
    }

    /** Refused: without the connection nobody could check the host's name. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a certificate can't be judged without the connection it came from");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notAServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notAServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAServer();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0]; // only a server says whom it accepts
    }

    private static String inTheWordsOfTheJdk(String authType) {
        return authType.equals("GENERIC") ? "UNKNOWN" : authType;
    }

    private static CertificateException notAServer() {
        return new CertificateException("no client is trusted here: this is one");
    }

    private X509ExtendedTrustManager platform() throws CertificateException {
        lock.lock();
        try {
            if (platform == null) {
                platform = ofTheJdk();
            }
            return platform;
        } finally {
            lock.unlock();
        }
    }

    private static X509ExtendedTrustManager ofTheJdk() throws CertificateException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager checking) {
                    return checking;
                }
            }
            throw new CertificateException("the JDK has no trust manager that checks the host's name");
        } catch (NoSuchAlgorithmException | KeyStoreException e) {
            throw new CertificateException("the trust store of the JVM can't be used", e);
        }
    }
}
