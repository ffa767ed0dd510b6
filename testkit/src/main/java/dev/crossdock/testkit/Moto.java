package dev.crossdock.testkit;

import java.nio.file.Path;
import java.util.List;

/** moto's server on 127.0.0.1: an S3 that ignores every checksum, and takes any credentials. */
public final class Moto extends S3Server {

    private Moto() {}

    /** A store that is still to be started. */
    public static Moto server() {
        return new Moto();
    }

    @Override
    void prepare(Path folder) {}

    @Override
    List<String> command(Path folder, int listenPort) {
        return List.of(
                RealServers.ofThisMachine().require("moto_server").toString(),
                "-H",
                "127.0.0.1",
                "-p",
                Integer.toString(listenPort));
    }
}
