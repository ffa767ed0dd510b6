package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.testkit.TestCertificates;
import dev.crossdock.testkit.Versitygw;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The contract on versitygw behind https, with a certificate authority of its own. */
final class VersitygwTlsIT extends RealStoreContract {

    VersitygwTlsIT() {
        super(Versitygw.withTls());
    }

    @Override
    S3Store.Builder builder() {
        return super.builder().tls(trustOfTheServer());
    }

    private TestCertificates trust() {
        return ((Versitygw) server()).trust();
    }

    private SSLContext trustOfTheServer() {
        try (InputStream file = Files.newInputStream(trust().trustStore())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(file, trust().trustStorePassword().toCharArray());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesNotTrustAnAuthorityThatNobodyNamed() {
        try (S3Store store = S3Store.builder()
                .endpoint(server().endpoint())
                .credentials(server().accessKeyId(), server().secretAccessKey())
                .build()) {
            assertThatThrownBy(() -> store.find(new ObjectKey(BUCKET, "x")))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e.kind()).isEqualTo(StoreException.Kind.UNREACHABLE);
                        assertThat(e.getMessage()).contains("certificate is not trusted");
                        assertThat(e.hint()).contains("trustStore");
                    });
        }
    }

    @Test
    void doesNotTrustACertificateForAnotherHost() {
        // The same machine by a name that the certificate does not hold.
        URI otherName = URI.create("https://127.0.0.2:" + server().port());
        try (S3Store store = builder()
                .endpoint(otherName)
                .credentials(server().accessKeyId(), server().secretAccessKey())
                .build()) {
            assertFails(StoreException.Kind.UNREACHABLE, () -> store.find(new ObjectKey(BUCKET, "x")));
        }
    }

    @Test
    void saysThatHttpToAnHttpsPortMayBeWrong() {
        URI plain = URI.create("http://127.0.0.1:" + server().port());
        try (S3Store store = S3Store.builder()
                .endpoint(plain)
                .credentials(server().accessKeyId(), server().secretAccessKey())
                .build()) {
            assertThatThrownBy(() -> store.begin(new ObjectKey(BUCKET, "x"), SMALL))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.hint()).contains("https"));
        }
    }
}
