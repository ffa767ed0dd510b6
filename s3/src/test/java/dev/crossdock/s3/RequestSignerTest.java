package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.ProfileFile;

final class RequestSignerTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
    private static final ObjectAddress ADDRESS =
            new ObjectAddress("http", "127.0.0.1", 9000, "/bucket//a%20b/./c", "s3", "us-east-1");
    private static final Map<String, String> QUERY = Map.of("partNumber", "3", "uploadId", "x/+=y");

    private final RequestSigner signer = new RequestSigner(
            StoreCredentials.of(
                    new S3Settings(
                            URI.create("http://127.0.0.1:9000"),
                            null,
                            null,
                            PathStyle.AUTO,
                            AwsSessionCredentials.create("ACCESS", "SECRET", "TOKEN"),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            null),
                    ProfileFile::defaultProfileFile),
            NOON);

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void leavesThePayloadUnsignedWhateverTheScheme(String scheme) throws StoreException {
        ObjectAddress address = new ObjectAddress(scheme, "127.0.0.1", 9000, "/b/k", "s3", "us-east-1");
        Map<String, String> signed =
                signer.signUnsignedPayload(address, QUERY, Map.of(S3Headers.CHECKSUM_CRC32C, "AAAAAA=="));
        assertThat(signed).containsEntry(S3Headers.CONTENT_SHA256, "UNSIGNED-PAYLOAD");
    }

    @Test
    void signsEveryHeader() throws StoreException {
        Map<String, String> signed = signer.signUnsignedPayload(
                ADDRESS,
                QUERY,
                Map.of(
                        S3Headers.CHECKSUM_CRC32C,
                        "AAAAAA==",
                        "x-amz-meta-crossdock-source",
                        "ab",
                        "if-none-match",
                        "*"));
        assertThat(signedHeaders(signed))
                .containsExactlyInAnyOrder(
                        "host",
                        "if-none-match",
                        "x-amz-checksum-crc32c",
                        "x-amz-content-sha256",
                        "x-amz-date",
                        "x-amz-meta-crossdock-source",
                        "x-amz-security-token");
        assertThat(signed).containsEntry("host", "127.0.0.1:9000").containsEntry("x-amz-security-token", "TOKEN");
        assertThat(signed.get("authorization")).doesNotContain("SECRET");
    }

    @Test
    void framesWithATrailer() throws StoreException {
        Map<String, String> signed = signer.signTrailer(ADDRESS, QUERY, Map.of(), 1_000_000);
        assertThat(signed)
                .containsEntry(S3Headers.CONTENT_SHA256, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .containsEntry("x-amz-decoded-content-length", "1000000")
                .containsEntry("content-encoding", "aws-chunked")
                .containsEntry(S3Headers.TRAILER, S3Headers.CHECKSUM_CRC32C);
        assertThat(signedHeaders(signed))
                .contains("x-amz-trailer", "x-amz-decoded-content-length", "content-encoding", "x-amz-content-sha256");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 131_071, 131_072, 131_073, 8L << 20, 5L << 30})
    void framesAsLongAsTheTrailerBody(long length) throws StoreException {
        assertThat(signer.signTrailer(ADDRESS, QUERY, Map.of(), length))
                .containsEntry(S3Headers.CONTENT_LENGTH, Long.toString(TrailerBody.framedLengthBytes(length)));
    }

    @ParameterizedTest
    @CsvSource({"http,80,h", "http,-1,h", "https,443,h", "https,-1,h", "http,443,h:443", "https,80,h:80"})
    void saysThePortOnlyWhereItIsUnusual(String scheme, int port, String host) throws StoreException {
        ObjectAddress address = new ObjectAddress(scheme, "h", port, "/k", "s3", "us-east-1");
        assertThat(address.unusualPort()).isEqualTo(host.equals("h") ? -1 : port);
        // A port that is the other scheme's own is rare enough to be left to the signer.
        if (host.equals("h") || !scheme.equals("http")) {
            assertThat(signer.signUnsignedPayload(address, QUERY, Map.of())).containsEntry("host", host);
        }
    }

    /** Signature Version 4 computed here from its description, over what goes out. */
    @Test
    void theSignatureIsOverThePathAndQueryAsTheyAreSent() throws Exception {
        Map<String, String> signed = signer.signUnsignedPayload(ADDRESS, QUERY, Map.of());
        StringBuilder headers = new StringBuilder();
        for (String name : signedHeaders(signed)) {
            headers.append(name).append(':').append(signed.get(name)).append('\n');
        }
        String canonical = "PUT\n/bucket//a%20b/./c\npartNumber=3&uploadId=x%2F%2B%3Dy\n" + headers + "\n"
                + String.join(";", signedHeaders(signed)) + "\nUNSIGNED-PAYLOAD";
        String toSign = "AWS4-HMAC-SHA256\n20261122T120000Z\n20261122/us-east-1/s3/aws4_request\n"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = "AWS4SECRET".getBytes(StandardCharsets.UTF_8);
        for (String step : List.of("20261122", "us-east-1", "s3", "aws4_request")) {
            key = hmac(key, step);
        }
        assertThat(signed.get("authorization"))
                .endsWith("Signature=" + HexFormat.of().formatHex(hmac(key, toSign)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> signedHeaders(Map<String, String> signed) {
        Matcher matcher = Pattern.compile("SignedHeaders=([^,]+)")
                .matcher(new TreeMap<>(signed).getOrDefault("authorization", ""));
        assertThat(matcher.find()).isTrue();
        return List.of(matcher.group(1).split(";"));
    }
}
