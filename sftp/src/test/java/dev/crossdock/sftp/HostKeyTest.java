package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Being sure of whom one talks to. */
final class HostKeyTest extends LoginServer {

    @Test
    void refusesAnUnknownHostAndSaysHowToAddIt() throws Exception {
        Files.writeString(folder.resolve("known_hosts"), "# nobody\n");
        SourceException refusal = assertRefused(Kind.HOST_KEY, server().password(PASSWORD.toCharArray()));
        assertThat(refusal).hasMessageContaining("SHA256:").hasMessageContaining("ecdsa-sha2-nistp256");
        assertThat(refusal.hint()).contains("ssh-keyscan -p " + misbehaving().port(), "accept-new");
        assertThat(offered).isEmpty();
    }

    @Test
    void refusesAnUnknownHostWithoutAKnownHostsFile() {
        assertRefused(
                Kind.HOST_KEY,
                server().knownHosts(folder.resolve("none/known_hosts")).password(PASSWORD.toCharArray()));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void refusesAChangedKeyWhateverThePolicy() throws Exception {
        Files.writeString(folder.resolve("known_hosts"), otherKeyOfTheSameHost());
        for (HostKeyPolicy policy : HostKeyPolicy.values()) {
            SourceException refusal =
                    assertRefused(Kind.HOST_KEY, server().hostKeyPolicy(policy).password(PASSWORD.toCharArray()));
            assertThat(refusal).hasMessageContaining("not the known one");
        }
        assertThat(Files.readString(folder.resolve("known_hosts"))).isEqualTo(otherKeyOfTheSameHost());
    }

    @Test
    void refusesARevokedKeyEvenIfItIsKnown() throws Exception {
        String known = misbehaving().knownHostsLine();
        Files.writeString(
                folder.resolve("known_hosts"), known + "@revoked * " + known.substring(known.indexOf(' ') + 1));
        SourceException refusal = assertRefused(
                Kind.HOST_KEY, server().hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW).password(PASSWORD.toCharArray()));
        assertThat(refusal).hasMessageContaining("revoked");
    }

    @Test
    void addsANewKeyAndInsistsOnItFromThenOn() throws Exception {
        Path file = folder.resolve("new folder/known_hosts");
        assertLetIn(server().knownHosts(file)
                .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                .password(PASSWORD.toCharArray()));
        assertThat(Files.readString(file).strip())
                .isEqualTo(misbehaving().knownHostsLine().strip());
        assertLetIn(server().knownHosts(file).password(PASSWORD.toCharArray()));
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void addsToAFileWhoseLastLineHasNoEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("known_hosts"), "other ssh-ed25519 AAAA");
        assertLetIn(server().hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW).password(PASSWORD.toCharArray()));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "other ssh-ed25519 AAAA", misbehaving().knownHostsLine().strip());
    }

    @Test
    void aKeyKnownForTheHostIsGoodForAnyPort() throws Exception {
        String known = misbehaving().knownHostsLine();
        Files.writeString(folder.resolve("known_hosts"), "127.0.0.1 " + known.substring(known.indexOf(' ') + 1));
        assertLetIn(server().password(PASSWORD.toCharArray()));
    }

    @Test
    void anotherKeyOnAnotherPortOfTheHostIsUnknownNotChanged() throws Exception {
        String other = otherKeyOfTheSameHost();
        Files.writeString(folder.resolve("known_hosts"), "127.0.0.1 " + other.substring(other.indexOf(' ') + 1));
        SourceException refusal = assertRefused(Kind.HOST_KEY, server().password(PASSWORD.toCharArray()));
        assertThat(refusal).hasMessageContaining("is not known");
    }

    private String otherKeyOfTheSameHost() {
        return "[127.0.0.1]:" + misbehaving().port()
                + " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx2nV4mHdZ1m0i0lXhQwq3xkJf1b1oT4Zl0Wc9mJ3aB\n";
    }
}
