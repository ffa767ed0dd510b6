package dev.crossdock.sftp;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import dev.crossdock.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys to log in with, in the order in which they are offered. */
final class Identities {

    private static final Logger LOG = LoggerFactory.getLogger(Identities.class);

    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final List<KeyIdentity> files;
    private final List<Identity> agent;
    private final boolean filesFirst;

    private Identities(List<KeyIdentity> files, List<Identity> agent, boolean filesFirst) {
        this.files = files;
        this.agent = agent;
        this.filesFirst = filesFirst;
    }

    /**
     * Reads the keys. Keys that the caller named come first, then the agent's; without named ones the agent's come
     * first, then the usual files.
     *
     * @throws SourceException if a key that the caller named can't be read
     */
    static Identities load(Credentials credentials) throws SourceException {
        boolean named = !credentials.identities().isEmpty();
        List<KeyIdentity> files = new ArrayList<>();
        for (Path path : named ? credentials.identities() : usual()) {
            try {
                files.add(KeyIdentity.of(read(path), credentials));
            } catch (JSchException | RuntimeException e) {
                if (named) {
                    throw new SourceException(
                            SourceException.Kind.AUTHENTICATION,
                            "The key " + path + " can't be read: " + reason(path, e) + ".",
                            "name the private key, in OpenSSH's or PEM format, with --identity",
                            e);
                }
                LOG.debug("{} is not used", path, e);
            }
        }
        return new Identities(
                files, credentials.agentSocket().map(Identities::ofTheAgent).orElse(List.of()), named);
    }

    /** The same keys, for a connection for which nobody is asked. */
    Identities withoutAsking() {
        return new Identities(files.stream().map(KeyIdentity::withoutAsking).toList(), agent, filesFirst);
    }

    /** The first key that the server wanted and that could not be unlocked. */
    Optional<String> locked() {
        return files.stream()
                .filter(KeyIdentity::stayedLocked)
                .map(KeyIdentity::getName)
                .findFirst();
    }

    boolean isEmpty() {
        return files.isEmpty() && agent.isEmpty();
    }

    /** Whether there is just one key to offer, and nobody needs to be asked before it can sign. */
    boolean isOneToSign() {
        return agent.isEmpty() && files.size() == 1 && files.getFirst().isUnlocked();
    }

    private static List<Path> usual() {
        Path folder = Path.of(System.getProperty("user.home"), ".ssh");
        return USUAL.stream().map(folder::resolve).filter(Files::isReadable).toList();
    }

    private static Identity read(Path path) throws JSchException {
        // A JSch of its own, because it drops what it thinks is the same key twice. Finds a certificate beside the key.
        JSch reader = new JSch();
        reader.setInstanceLogger(new SshLog(path.toString()));
        reader.addIdentity(path.toString(), (String) null, null);
        return reader.getIdentityRepository().getIdentities().firstElement();
    }

    private static String reason(Path path, Exception e) {
        if (Files.notExists(path)) {
            return "there is no such file";
        }
        return Files.isReadable(path) ? "it holds no key that is understood (" + e.getMessage() + ")" : "no permission";
    }

    private static List<Identity> ofTheAgent(Path socket) {
        try {
            return List.copyOf(new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities());
        } catch (AgentProxyException | RuntimeException e) {
            LOG.debug("no keys from the ssh-agent", e);
            return List.of();
        }
    }

    /** As JSch takes them. A key that the agent holds too is offered once, by the agent: it needs no passphrase. */
    IdentityRepository forSession() {
        Set<Identity> ordered = new LinkedHashSet<>();
        if (!filesFirst) {
            ordered.addAll(agent);
        }
        files.forEach(file -> ordered.add(heldByAgent(file).orElse(file)));
        ordered.addAll(agent);
        return new Fixed(List.copyOf(ordered));
    }

    private Optional<Identity> heldByAgent(KeyIdentity file) {
        byte[] blob = file.publicKeyIfKnown();
        return agent.stream()
                .filter(held -> blob != null && Arrays.equals(held.getPublicKeyBlob(), blob))
                .findFirst();
    }

    /** A list that JSch can't change. */
    private record Fixed(List<Identity> identities) implements IdentityRepository {

        @Override
        public String getName() {
            return "crossdock";
        }

        @Override
        public int getStatus() {
            return RUNNING;
        }

        @Override
        @SuppressWarnings("JdkObsolete") // JSch's own interface
        public Vector<Identity> getIdentities() {
            return new Vector<>(identities);
        }

        @Override
        public boolean add(byte[] identity) {
            return false;
        }

        @Override
        public boolean remove(byte[] blob) {
            return false;
        }

        @Override
        public void removeAll() {}
    }
}
