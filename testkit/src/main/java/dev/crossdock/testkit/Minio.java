package dev.crossdock.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** MinIO on 127.0.0.1. */
public final class Minio extends S3Server {

    private Minio() {}

    /** A store that is still to be started. */
    public static Minio server() {
        return new Minio();
    }

    @Override
    void prepare(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("objects"));
    }

    @Override
    Map<String, String> environment() {
        return Map.of("MINIO_ROOT_USER", accessKeyId(), "MINIO_ROOT_PASSWORD", secretAccessKey());
    }

    @Override
    List<String> command(Path folder, int listenPort) {
        return List.of(
                RealServers.ofThisMachine().require("minio").toString(),
                "server",
                folder.resolve("objects").toString(),
                "--address",
                "127.0.0.1:" + listenPort,
                "--console-address",
                "127.0.0.1:0",
                "--quiet");
    }
}
