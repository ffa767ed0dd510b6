package dev.crossdock.testkit;

import dev.crossdock.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** versitygw on 127.0.0.1: S3 over a folder, where each object is a plain file. With http, or https and a CA of its own. */
public final class Versitygw extends S3Server {

    private final boolean tls;

    private Versitygw(boolean tls) {
        this.tls = tls;
    }

    /** A store behind http that is still to be started. */
    public static Versitygw server() {
        return new Versitygw(false);
    }

    /** One behind https; clients must trust {@link #trust()}. */
    public static Versitygw withTls() {
        return new Versitygw(true);
    }

    @Override
    public URI endpoint() {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port());
    }

    /** The CA that signed the server's certificate. */
    public TestCertificates trust() {
        return new TestCertificates(home());
    }

    /** The file that an object is, past every client. */
    public Path file(ObjectKey key) {
        return home().resolve("objects").resolve(key.bucket()).resolve(key.key());
    }

    @Override
    public InputStream read(ObjectKey key) throws IOException {
        return Files.newInputStream(file(key));
    }

    @Override
    void prepare(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("objects"));
        if (tls) {
            trust().generate();
        }
    }

    @Override
    List<String> command(Path folder, int listenPort) {
        List<String> command = new ArrayList<>(List.of(
                RealServers.ofThisMachine().require("versitygw").toString(),
                "--port",
                "127.0.0.1:" + listenPort,
                "--access",
                accessKeyId(),
                "--secret",
                secretAccessKey(),
                "--quiet"));
        if (tls) {
            command.addAll(List.of(
                    "--cert",
                    trust().certificate().toString(),
                    "--key",
                    trust().privateKey().toString()));
        }
        command.addAll(List.of("posix", folder.resolve("objects").toString()));
        return command;
    }

    @Override
    Apache5HttpClient.Builder httpClient() {
        Apache5HttpClient.Builder builder = super.httpClient();
        if (tls) {
            builder.tlsTrustManagersProvider(() -> trust().trustManagers());
        }
        return builder;
    }
}
