package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.bench.Peers;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Servers that were named. */
record GivenServers(
        SourceAddress example,
        ObjectKey exampleKey,
        SftpServer server,
        S3Store store,
        List<String> options,
        Optional<Peers> peers)
        implements BenchEnds {

    private static final String NAME = "x";

    /**
     * Reads where they are.
     *
     * @param source a folder
     * @param target a prefix; may be left out where {@code S3_BUCKET} is set
     * @throws UsageException if they are none
     */
    static GivenServers of(
            String source,
            @Nullable String target,
            LoginOptions login,
            StoreOptions storeOptions,
            Environment environment) {
        SourceAddress file = SourceAddress.parse(folder(source) + NAME, "source", environment);
        ObjectKey key = TargetAddress.parse(target == null ? null : folder(target), file, environment);
        if (target == null) {
            key = new ObjectKey(key.bucket(), NAME);
        }
        List<String> options = new ArrayList<>(login.arguments());
        options.addAll(storeOptions.arguments());
        return new GivenServers(
                file,
                key,
                login.describe(file, environment).build(),
                storeOptions.open(environment),
                List.copyOf(options),
                login.hasPassword(file, environment)
                        ? Optional.empty()
                        : Optional.of(peers(login, storeOptions, environment)));
    }

    private static String folder(String written) {
        return written.endsWith("/") ? written : written + "/";
    }

    private static Peers peers(LoginOptions login, StoreOptions store, Environment environment) {
        Map<String, String> variables = new HashMap<>();
        environment.fileOnly().forEach((name, value) -> {
            if (name.startsWith("AWS_")) {
                variables.put(name, value);
            }
        });
        store.profile().ifPresent(profile -> variables.put("AWS_PROFILE", profile));
        return new Peers(
                login.identity(),
                login.knownHosts(),
                store.endpoint(environment),
                store.region(environment),
                variables,
                false);
    }

    @Override
    public String path(String name) {
        return sibling(example.path(), name);
    }

    @Override
    public SourceLocation file(String name) {
        String path = path(name);
        return new SourceLocation(
                example.user(), example.host(), example.port(), path.startsWith("/") ? path : "/" + path);
    }

    @Override
    public ObjectKey object(String name) {
        return new ObjectKey(exampleKey.bucket(), sibling(exampleKey.key(), name));
    }

    private static String sibling(String path, String name) {
        return path.substring(0, path.length() - NAME.length()) + name;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public Optional<Path> elsewhere(Path folder) {
        return Optional.empty();
    }

    @Override
    public String whyNoPeers() {
        return "they are not given the password; name a key by --identity";
    }

    @Override
    public OptionalLong memoryBytes() {
        return OptionalLong.empty();
    }

    @Override
    public String note() {
        return "";
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
