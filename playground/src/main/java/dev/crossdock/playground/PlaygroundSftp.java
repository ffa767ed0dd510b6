package dev.crossdock.playground;

import dev.crossdock.SourceLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * An SFTP server in this JVM, on 127.0.0.1 and a port of the system's choice, with one user. Its ECDSA host key and the
 * user's password are made when it starts. May be used from any thread.
 */
public final class PlaygroundSftp implements AutoCloseable {

    /** The one user. */
    public static final String USER = "demo";

    /** What OpenSSH's server gives at most for one READ; announced by {@code limits@openssh.com}. */
    private static final int MAX_READ_BYTES = 261_120;

    private static final String HOST = "127.0.0.1";

    private final SshServer server;
    private final KeyPair hostKey;
    private final String password;

    private PlaygroundSftp(SshServer server, KeyPair hostKey, String password) {
        this.server = server;
        this.hostKey = hostKey;
        this.password = password;
    }

    /**
     * Starts a server.
     *
     * @param files what it serves
     * @param userKeys keys that the user may log in with instead of the password: ECDSA or RSA, since what the server is
     *     made of knows Ed25519 only with a further library
     * @throws IOException if no port can be had
     */
    public static PlaygroundSftp start(ServedFiles files, PublicKey... userKeys) throws IOException {
        KeyPair hostKey = newEcdsaKey();
        String password = newPassword();
        List<PublicKey> authorized = List.of(userKeys);
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(HOST);
        server.setPort(0);
        server.setCipherFactories(PlatformAesGcm.replacingIn(server.getCipherFactories()));
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, given, session) -> USER.equals(user) && equal(password, given));
        server.setPublickeyAuthenticator((user, key, session) ->
                USER.equals(user) && authorized.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
        SftpModuleProperties.MAX_READDATA_PACKET_LENGTH.set(server, MAX_READ_BYTES);
        serve(server, files);
        PlaygroundSftp playground = new PlaygroundSftp(server, hostKey, password);
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            playground.close();
            throw e;
        }
        return playground;
    }

    private static void serve(SshServer server, ServedFiles files) {
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        server.setSubsystemFactories(List.of(sftp));
        switch (files) {
            case ServedFiles.Folder folder -> server.setFileSystemFactory(new VirtualFileSystemFactory(folder.root()));
            case ServedFiles.Generated made -> {
                GeneratedFiles generated = new GeneratedFiles(made.files());
                sftp.setFileSystemAccessor(generated);
                server.setFileSystemFactory(generated);
            }
        }
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.getPort();
    }

    /** The user's password. */
    public char[] password() {
        return password.toCharArray();
    }

    /** Where a file of this server is. */
    public SourceLocation location(String path) {
        return new SourceLocation(USER, HOST, port(), path);
    }

    /** The line that makes a strict client trust this server, in the form of a known_hosts file. */
    public String knownHostsLine() {
        return "[" + HOST + "]:" + port() + " " + PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** How many connections are open now, authenticated or not. */
    public int connections() {
        return server.getActiveSessions().size();
    }

    /** Ends every connection and the server. */
    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static KeyPair newEcdsaKey() {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", e);
        }
    }

    private static String newPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
