package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container image as {@code deploy/container/build} makes it, unpacked as a container engine would.
 *
 * @param config what the image says about itself
 * @param layers the digests of its layers, from the lowest
 * @param root where its files lie
 */
record Image(JsonElement config, List<String> layers, Path root) {

    static final String JAVA = "/opt/crossdock/runtime/bin/java";

    /** Builds one and unpacks it into a folder. */
    static Image build(Path folder) throws IOException {
        Path tar = folder.resolve("image.tar");
        ProgramRun build = ProgramRun.of(
                folder,
                Map.of("CROSSDOCK_JAVA_HOME", System.getProperty("java.home")),
                List.of(
                        Folders.DEPLOY.resolve(Path.of("container", "build")).toString(),
                        tar.toString(),
                        Folders.DISTRIBUTION.toString()));
        assertThat(build.exitCode()).as(build.everything()).isZero();
        Path layout = Files.createDirectory(folder.resolve("layout"));
        unpack(tar, layout);
        JsonElement manifest = blob(
                layout,
                Tree.word(
                        Tree.each(read(layout.resolve("index.json")), "manifests")
                                .getFirst(),
                        "digest"));
        List<String> layers = new ArrayList<>();
        Path root = Files.createDirectory(folder.resolve("root"));
        for (JsonElement layer : Tree.each(manifest, "layers")) {
            String digest = Tree.word(layer, "digest").orElseThrow();
            layers.add(digest);
            unpack(file(layout, digest), root);
        }
        return new Image(blob(layout, Tree.word(manifest, "config", "digest")), layers, root);
    }

    private static void unpack(Path tar, Path into) throws IOException {
        ProgramRun run = ProgramRun.of(into, List.of("tar", "--extract", "--file", tar.toString()));
        assertThat(run.exitCode()).as(run.everything()).isZero();
    }

    private static Path file(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static JsonElement blob(Path layout, java.util.Optional<String> digest) throws IOException {
        return read(file(layout, digest.orElseThrow()));
    }

    private static JsonElement read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    /** What is called when nothing else is said. */
    List<String> entryPoint() {
        return Tree.words(config, "config", "Entrypoint");
    }

    /**
     * Runs a command in it as a user who owns nothing, in a file system of which nothing can be written, with this
     * machine's network.
     *
     * @param mounted a folder that is seen, read-only, where the value says
     * @param environment what is added to the image's own; no other variable is there
     */
    ProgramRun run(Map<Path, String> mounted, Map<String, String> environment, List<String> command)
            throws IOException {
        List<String> line = new ArrayList<>();
        String user = Tree.word(config, "config", "User").orElseThrow();
        String uid = user.substring(0, user.indexOf(':'));
        if (System.getProperty("user.name").equals("root")) {
            line.addAll(List.of("setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"));
        }
        line.addAll(List.of("bwrap", "--ro-bind", root.toString(), "/"));
        for (Map.Entry<Path, String> mount : mounted.entrySet()) {
            // As an engine does, before the file system becomes read-only.
            Files.createDirectories(root.resolve(mount.getValue().substring(1)));
            line.addAll(List.of("--ro-bind", mount.getKey().toString(), mount.getValue()));
        }
        line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
        line.addAll(List.of("--unshare-all", "--share-net", "--die-with-parent", "--uid", uid, "--gid", uid));
        line.add("--clearenv");
        for (String variable : Tree.words(config, "config", "Env")) {
            int end = variable.indexOf('=');
            line.addAll(List.of("--setenv", variable.substring(0, end), variable.substring(end + 1)));
        }
        environment.forEach((name, value) -> line.addAll(List.of("--setenv", name, value)));
        line.addAll(List.of("--chdir", Tree.word(config, "config", "WorkingDir").orElseThrow()));
        line.addAll(command);
        return ProgramRun.of(root, line);
    }
}
