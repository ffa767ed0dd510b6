package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.jcraft.jsch.HostKeyRepository;
import dev.crossdock.testkit.AllocatedMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Whatever a known_hosts file holds: it can be read, and believes no key that does not stand in it. The input is the
 * file, and also a key that a server shows.
 */
final class KnownHostsFuzz {

    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIE1nTm90QVJlYWxLZXlCdXRJdElzTG9uZ0Vub3Vn";
    private static final ServerAddress ADDRESS = new ServerAddress("files.example.com", 2222, "me");
    private static final Path FILE = emptyFile();

    private static Path emptyFile() {
        try {
            Path file = Files.createTempFile("known_hosts", "");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @FuzzTest
    void believesOnlyAKeyThatStandsInTheFile(byte[] input) throws Exception {
        Files.write(FILE, input);
        AllocatedMemory.within((1 << 20) + 2_000L * input.length, () -> check(input));
    }

    private static void check(byte[] input) throws IOException {
        HostKeyCheck check = new HostKeyCheck(ADDRESS, KnownHosts.in(FILE), HostKeyPolicy.STRICT);
        String algorithms = "ssh-ed25519,ssh-ed25519-cert-v01@openssh.com,rsa-sha2-512";
        assertThat(check.preferring(algorithms).split(",")).containsExactlyInAnyOrder(algorithms.split(","));
        assertThat(check.getHostKey()).doesNotContainNull();
        String file = new String(input, StandardCharsets.ISO_8859_1);
        byte[] key = Base64.getDecoder().decode(KEY);
        if (check.check("files.example.com", key) == HostKeyRepository.OK) {
            assertThat(file).contains(KEY);
        } else {
            assertThat(check.refusal()).isPresent();
        }
        if (check.check("files.example.com", input) != HostKeyRepository.OK) {
            assertThat(check.refusal().orElseThrow().getMessage())
                    .hasSizeLessThan(1_000)
                    .doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
