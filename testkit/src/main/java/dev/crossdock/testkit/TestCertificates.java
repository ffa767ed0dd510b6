package dev.crossdock.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority made for one test run, and a certificate by it for 127.0.0.1 and localhost.
 */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;

    TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** The authority's certificate, PEM. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** A PKCS #12 store with the authority, for {@code javax.net.ssl.trustStore}. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** For {@code javax.net.ssl.trustStorePassword}. */
    public String trustStorePassword() {
        return PASSWORD;
    }

    /** The server's certificate, PEM. */
    Path certificate() {
        return folder.resolve("server.pem");
    }

    /** The server's private key, PEM. */
    Path privateKey() {
        return folder.resolve("server.key");
    }

    TrustManager[] trustManagers() {
        try (InputStream file = Files.newInputStream(trustStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("can't read " + trustStore(), e);
        }
    }

    /** Makes all of it, with the JDK's keytool for the store and openssl for the rest. */
    void generate() throws IOException {
        String openssl = RealServers.ofThisMachine().require("openssl").toString();
        String authorityKey = folder.resolve("ca.key").toString();
        ServerProcess.run(
                openssl,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=Crossdock test CA",
                "-keyout",
                authorityKey,
                "-out",
                authority().toString());
        Path request = folder.resolve("server.csr");
        ServerProcess.run(
                openssl,
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=127.0.0.1",
                "-keyout",
                privateKey().toString(),
                "-out",
                request.toString());
        Path extensions = folder.resolve("server.ext");
        Files.writeString(extensions, "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        ServerProcess.run(
                openssl,
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                authority().toString(),
                "-CAkey",
                authorityKey,
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                extensions.toString(),
                "-out",
                certificate().toString());
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ServerProcess.run(
                keytool,
                "-importcert",
                "-noprompt",
                "-alias",
                "crossdock-test",
                "-file",
                authority().toString(),
                "-keystore",
                trustStore().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
    }
}
