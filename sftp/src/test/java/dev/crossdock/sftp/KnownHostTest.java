package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownHostTest {

    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "files.example.com             | files.example.com        | true",
                "Files.Example.COM             | files.example.com        | true",
                "files.example.com             | other.example.com        | false",
                "files.example.com             | [files.example.com]:2222 | false",
                "[files.example.com]:2222      | [files.example.com]:2222 | true",
                "a,files.example.com,10.0.0.1  | 10.0.0.1                 | true",
                "*.example.com                 | files.example.com        | true",
                "*.example.com                 | example.com              | false",
                "f?les.example.*               | files.example.com        | true",
                "f?les.example.com             | fles.example.com         | false",
                "*.example.com,!bad.example.com| bad.example.com          | false",
                "*.example.com,!bad.example.com| good.example.com         | true",
                "!bad.example.com              | good.example.com         | false",
                "*                             | [anything]:1             | true",
                "a*b*c                         | aXbYbZc                  | true",
                "a*b*c                         | aXbYbZ                   | false",
            })
    void matchesNamesAsOpenSshDoes(String patterns, String name, boolean matches) {
        KnownHost host = KnownHost.parse(patterns + " " + KEY).orElseThrow();
        assertThat(host.isAbout(name)).isEqualTo(matches);
    }

    @Test
    void matchesHashedNames() throws Exception {
        byte[] salt = "twenty bytes of salt".getBytes(StandardCharsets.US_ASCII);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        byte[] hash = mac.doFinal("[files.example.com]:2222".getBytes(StandardCharsets.US_ASCII));
        Base64.Encoder base64 = Base64.getEncoder();
        String line = "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(hash) + " " + KEY;
        KnownHost host = KnownHost.parse(line).orElseThrow();
        assertThat(host.isAbout("[files.example.com]:2222")).isTrue();
        assertThat(host.isAbout("files.example.com")).isFalse();
    }

    @Test
    void readsMarkers() {
        assertThat(KnownHost.parse("@cert-authority *.example.com " + KEY + " a comment")
                        .orElseThrow()
                        .marker())
                .isEqualTo(KnownHost.Marker.CERT_AUTHORITY);
        assertThat(KnownHost.parse("@revoked * " + KEY).orElseThrow().marker()).isEqualTo(KnownHost.Marker.REVOKED);
        assertThat(KnownHost.parse("host " + KEY).orElseThrow().marker()).isEqualTo(KnownHost.Marker.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "# a comment",
                "host",
                "host ssh-rsa",
                "host ssh-rsa !!!",
                "@strange host ssh-rsa AAAA",
                "@revoked host ssh-rsa"
            })
    void skipsWhatIsNoEntry(String line) {
        assertThat(KnownHost.parse(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"|1|", "|1|abc", "|1|!!!|!!!", "|1||"})
    void aBrokenHashMatchesNothing(String patterns) {
        KnownHost host = KnownHost.parse(patterns + " " + KEY).orElseThrow();
        assertThat(host.isAbout("host")).isFalse();
    }
}
