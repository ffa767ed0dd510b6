package dev.crossdock.bench;

import dev.crossdock.SourceLocation;
import dev.crossdock.bench.Contender.Command;
import dev.crossdock.bench.Contender.Job;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Other people's programs for the same job, with their own defaults. The store's credentials are not handed to them: they
 * find them in the environment, as everybody does.
 *
 * @param identity the private key for the server; empty: the agent's, or the usual ones
 * @param knownHosts which server has which key; empty: the usual file
 * @param endpoint the store's URL; empty: Amazon's
 * @param region the store's; empty: what the environment says
 * @param environment what the programs need to know beyond this process's own environment
 * @param elsewhere whether they run in a job's folder, without what this process's environment says of servers
 */
public record Peers(
        Optional<Path> identity,
        Optional<Path> knownHosts,
        Optional<String> endpoint,
        Optional<String> region,
        Map<String, String> environment,
        boolean elsewhere) {

    public static final String RCLONE = "rclone";
    public static final String SFTP_AND_AWS = "sftp, then aws s3 cp";

    private static final String BELOW_HOME = "/~/";

    public Peers {
        environment = Map.copyOf(environment);
    }

    /**
     * Who can take part, and why the others can't.
     *
     * @param missing for each name, what is not installed
     */
    public record Found(List<Contender> contenders, Map<String, String> missing) {}

    /** Looks for the programs on the {@code PATH}. */
    public Found find(String path) {
        List<Contender> contenders = new ArrayList<>();
        Map<String, String> missing = new HashMap<>();
        Optional<Path> rclone = program("rclone", path);
        if (rclone.isPresent()) {
            contenders.add(new Contender(RCLONE, job -> rclone(rclone.get(), job)));
        } else {
            missing.put(RCLONE, "rclone is not installed");
        }
        Optional<Path> sftp = program("sftp", path);
        Optional<Path> aws = program("aws", path);
        if (sftp.isPresent() && aws.isPresent()) {
            contenders.add(new Contender(SFTP_AND_AWS, job -> sftpAndAws(sftp.get(), aws.get(), job)));
        } else {
            missing.put(SFTP_AND_AWS, (sftp.isEmpty() ? "sftp" : "aws") + " is not installed");
        }
        return new Found(List.copyOf(contenders), Map.copyOf(missing));
    }

    private static Optional<Path> program(String name, String path) {
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private Command rclone(Path program, Job job) {
        SourceLocation file = job.file();
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("RCLONE_CONFIG", "/dev/null");
        settings.put("RCLONE_CONFIG_SOURCE_TYPE", "sftp");
        settings.put("RCLONE_CONFIG_SOURCE_HOST", file.host());
        settings.put("RCLONE_CONFIG_SOURCE_PORT", String.valueOf(file.port()));
        settings.put("RCLONE_CONFIG_SOURCE_USER", file.user());
        settings.put("RCLONE_CONFIG_SOURCE_SHELL_TYPE", "none");
        identity.ifPresent(key -> settings.put("RCLONE_CONFIG_SOURCE_KEY_FILE", key.toString()));
        settings.put(
                "RCLONE_CONFIG_SOURCE_KNOWN_HOSTS_FILE",
                knownHosts
                        .orElse(Path.of(System.getProperty("user.home", ""), ".ssh", "known_hosts"))
                        .toString());
        settings.put("RCLONE_CONFIG_TARGET_TYPE", "s3");
        settings.put("RCLONE_CONFIG_TARGET_PROVIDER", endpoint.isPresent() ? "Other" : "AWS");
        settings.put("RCLONE_CONFIG_TARGET_ENV_AUTH", "true");
        // Whether it may make buckets is no question: the bucket is there.
        settings.put("RCLONE_CONFIG_TARGET_NO_CHECK_BUCKET", "true");
        endpoint.ifPresent(url -> settings.put("RCLONE_CONFIG_TARGET_ENDPOINT", url));
        region.ifPresent(name -> settings.put("RCLONE_CONFIG_TARGET_REGION", name));
        return new Command(
                List.of(
                        program.toString(),
                        "copyto",
                        "source:" + path(file),
                        "target:" + job.target().bucket() + "/" + job.target().key()),
                settings,
                where(job));
    }

    private Command sftpAndAws(Path sftp, Path aws, Job job) {
        SourceLocation file = job.file();
        String local = job.folder().resolve("downloaded").toString();
        List<String> download = new ArrayList<>(List.of(sftp.toString(), "-q", "-b", "-"));
        download.addAll(List.of("-P", String.valueOf(file.port()), "-o", "StrictHostKeyChecking=yes"));
        identity.ifPresent(key -> download.addAll(List.of("-i", key.toString(), "-o", "IdentitiesOnly=yes")));
        knownHosts.ifPresent(hosts -> download.addAll(List.of("-o", "UserKnownHostsFile=" + hosts)));
        download.add(file.user() + "@" + file.host());
        List<String> upload = new ArrayList<>(List.of(aws.toString(), "s3", "cp", "--only-show-errors"));
        endpoint.ifPresent(url -> upload.addAll(List.of("--endpoint-url", url)));
        region.ifPresent(name -> upload.addAll(List.of("--region", name)));
        upload.addAll(List.of(local, job.target().toString()));
        String script = "printf 'get \"%s\" \"%s\"\\n' " + quoted(path(file)) + " " + quoted(local) + " | "
                + line(download) + " && " + line(upload);
        return new Command(List.of("/bin/sh", "-c", script), environment, where(job));
    }

    private Optional<Path> where(Job job) {
        return elsewhere ? Optional.of(job.folder()) : Optional.empty();
    }

    /** These programs take a path that does not begin with a slash for one below the home folder. */
    private static String path(SourceLocation file) {
        return file.path().startsWith(BELOW_HOME) ? file.path().substring(BELOW_HOME.length()) : file.path();
    }

    private static String line(List<String> words) {
        return String.join(" ", words.stream().map(Peers::quoted).toList());
    }

    /** As one word of a shell. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
