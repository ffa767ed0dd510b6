package dev.crossdock.sftp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.crossdock.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one session whether the server is who it should be, by OpenSSH's rules. JSch asks after the server has
 * proven that it owns the key; certificates JSch checks itself, against the authorities it gets from here.
 */
final class HostKeyCheck implements HostKeyRepository {

    private static final String CERTIFICATE_SUFFIX = "-cert-v01@openssh.com";

    private final ServerAddress address;
    private final KnownHosts knownHosts;
    private final HostKeyPolicy policy;
    private final String name;
    private final List<KnownHost> entries;
    private @Nullable SourceException refusal;

    /**
     * @throws SourceException if a known_hosts file is there but can't be read
     */
    HostKeyCheck(ServerAddress address, KnownHosts knownHosts, HostKeyPolicy policy) throws SourceException {
        this.address = address;
        this.knownHosts = knownHosts;
        this.policy = policy;
        String host = address.host().toLowerCase(Locale.ROOT);
        this.name = address.port() == ServerAddress.DEFAULT_PORT ? host : "[" + host + "]:" + address.port();
        try {
            this.entries = knownHosts.read().stream()
                    .filter(entry -> entry.isAbout(name) || entry.isAbout(host))
                    .toList();
        } catch (IOException e) {
            throw new SourceException(
                    SourceException.Kind.HOST_KEY,
                    "The file " + knownHosts.file() + " can't be read: " + e + ".",
                    "make it readable, or name another by --known-hosts",
                    e);
        }
    }

    /** Why the key was refused, if it was. */
    Optional<SourceException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * The algorithms in the order to propose: the server shall show a key that can be compared. So certificates come
     * first where an authority is known for the host, and last where none is.
     */
    String preferring(String algorithms) {
        boolean authorityKnown = entries.stream().anyMatch(e -> e.marker() == KnownHost.Marker.CERT_AUTHORITY);
        return Arrays.stream(algorithms.split(","))
                .sorted(Comparator.comparingInt(algorithm -> rank(algorithm, authorityKnown)))
                .collect(Collectors.joining(","));
    }

    private int rank(String algorithm, boolean authorityKnown) {
        if (algorithm.endsWith(CERTIFICATE_SUFFIX)) {
            return authorityKnown ? 0 : 3;
        }
        String type = algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
        boolean known = entries.stream()
                .anyMatch(
                        e -> e.marker() == KnownHost.Marker.NONE && e.keyType().equals(type));
        return known ? 1 : 2;
    }

    @Override
    public int check(String host, byte[] key) {
        if (entries.stream().anyMatch(e -> e.marker() == KnownHost.Marker.REVOKED && e.hasKey(key))) {
            return refuse("has a host key that is revoked", key, "ask its administrator; do not use this server");
        }
        List<KnownHost> own = entries.stream()
                .filter(e -> e.marker() == KnownHost.Marker.NONE)
                .toList();
        // As in OpenSSH, a key known for the host without its port is good for any port, but only to accept.
        if (own.stream().anyMatch(e -> e.hasKey(key))) {
            return OK;
        }
        if (own.stream().anyMatch(e -> e.isAbout(name))) {
            return refuse(
                    "shows a host key that is not the known one",
                    key,
                    "somebody may stand between; if its administrator confirms the new key, remove the old one: "
                            + "ssh-keygen -R '" + name + "' -f " + knownHosts.file());
        }
        return switch (policy) {
            case STRICT ->
                refuse(
                        "is not known, nor is its host key",
                        key,
                        "if that fingerprint is right: ssh-keyscan -p " + address.port() + " " + address.host() + " >> "
                                + knownHosts.file() + ", or --host-key accept-new");
            case ACCEPT_NEW -> remember(key);
        };
    }

    private int remember(byte[] key) {
        try {
            knownHosts.add(name, type(key), key);
            return OK;
        } catch (IOException e) {
            return refuse(
                    "has a new host key that could not be written down",
                    key,
                    "make " + knownHosts.file() + " writable, or name another by --known-hosts");
        }
    }

    private int refuse(String why, byte[] key, String hint) {
        refusal = new SourceException(
                SourceException.Kind.HOST_KEY,
                "The server " + address + " " + why + ": " + type(key) + " " + fingerprint(key) + ".",
                hint);
        return CHANGED;
    }

    /** The first string of a public key names its type (RFC 4253, section 6.6). */
    static String type(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        if (key.length < 4) {
            return "unknown";
        }
        byte[] type = new byte[Math.clamp(buffer.getInt(), 0, buffer.remaining())];
        buffer.get(type);
        return Status.presentable(new String(type, StandardCharsets.US_ASCII));
    }

    /** As {@code ssh-keygen -l} prints it. */
    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The authorities and the revoked keys: what JSch needs to check a certificate. */
    @Override
    public HostKey[] getHostKey() {
        List<HostKey> keys = new ArrayList<>();
        for (KnownHost entry : entries) {
            String marker = switch (entry.marker()) {
                case NONE -> "";
                case CERT_AUTHORITY -> "@cert-authority";
                case REVOKED -> "@revoked";
            };
            if (!marker.isEmpty()) {
                try {
                    // The pattern is this host itself: that the line is about it, hashed or not, was found out here.
                    keys.add(new HostKey(marker, name, HostKey.GUESS, entry.key(), ""));
                } catch (JSchException | ArrayIndexOutOfBoundsException e) {
                    // A type that JSch does not know signs or is nothing that JSch would accept.
                }
            }
        }
        return keys.toArray(new HostKey[0]);
    }

    /** Nothing: what JSch would look for here, {@link #check} has seen to. */
    @Override
    public HostKey[] getHostKey(String host, String type) {
        return new HostKey[0];
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return knownHosts.file().toString();
    }

    @Override
    public void add(HostKey hostKey, UserInfo user) {
        throw new UnsupportedOperationException("keys are added by check");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("keys are never removed");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException("keys are never removed");
    }
}
