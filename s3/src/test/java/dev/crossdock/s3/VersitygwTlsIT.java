package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.testkit.Relay;
import dev.crossdock.testkit.TestCertificates;
import dev.crossdock.testkit.TlsServerHello;
import dev.crossdock.testkit.Versitygw;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    /** This server closes each connection after its answer, as others do after so many. */
    @Test
    void aNewConnectionGoesOnWithTheSessionOfAnEarlierOne() throws Exception {
        try (Relay relay = Relay.to(server().port(), "127.0.0.1");
                S3Store store = builder()
                        .endpoint(URI.create("https://127.0.0.1:" + relay.port()))
                        .credentials(server().accessKeyId(), server().secretAccessKey())
                        .tls(trustOfTheServer())
                        .build()) {
            for (int i = 0; i < 5; i++) {
                store.put(new ObjectKey(BUCKET, "session"), SMALL, Bodies.held(10));
            }
            assertThat(relay.beginnings().stream()
                            .map(first -> TlsServerHello.read(first).goesOnWithASession()))
                    .containsExactly(false, true, true, true, true);
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
                        assertThat(e.kind()).isEqualTo(StoreException.Kind.REJECTED);
                        assertThat(e.getMessage()).contains("certificate is not trusted");
                        assertThat(e.hint()).contains("trustStore");
                    });
        }
    }

    @Test
    void doesNotTrustACertificateForAnotherHost() throws Exception {
        // The same server under an address that its certificate does not hold.
        try (Relay relay = Relay.to(server().port(), "127.0.0.2");
                S3Store store = builder()
                        .endpoint(URI.create("https://127.0.0.2:" + relay.port()))
                        .credentials(server().accessKeyId(), server().secretAccessKey())
                        .build()) {
            assertThatThrownBy(() -> store.find(new ObjectKey(BUCKET, "x")))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e.kind()).isEqualTo(StoreException.Kind.REJECTED);
                        assertThat(e.getMessage()).contains("certificate is not trusted");
                    });
        }
    }

    @Test
    void trustsWhatTheSystemPropertiesNameInAJvmOfItsOwn() throws Exception {
        assertThat(outputOf(
                        "-Djavax.net.ssl.trustStore=" + trust().trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + trust().trustStorePassword()))
                .contains("found Optional.empty");
        assertThat(outputOf("-Dnothing=here")).contains("certificate is not trusted");
    }

    private String outputOf(String... properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FindOverTls.class.getName()));
        command.addAll(
                List.of(server().endpoint().toString(), server().accessKeyId(), server().secretAccessKey(), BUCKET));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
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
