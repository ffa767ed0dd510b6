package dev.crossdock.s3;

import dev.crossdock.StoreException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.profiles.ProfileFile;

/** The signature of one part. */
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RequestSignerBench {

    private static final URI ENDPOINT = URI.create("http://127.0.0.1:9000");
    private static final S3Settings SETTINGS = new S3Settings(
            ENDPOINT,
            "us-east-1",
            null,
            PathStyle.AUTO,
            AwsBasicCredentials.create("ACCESS", "SECRET"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            null);

    private final RequestSigner signer =
            new RequestSigner(StoreCredentials.of(SETTINGS, ProfileFile::defaultProfileFile), Clock.systemUTC());
    private final ObjectAddress address =
            new ObjectAddress("http", "127.0.0.1", 9000, "/data/in/customers.csv", "s3", "us-east-1");
    private final Map<String, String> query =
            Map.of("partNumber", "1237", "uploadId", "2~an-upload-id-of-usual-length");
    private final Map<String, String> headers = Map.of(S3Headers.CHECKSUM_CRC32C, "AAAAAA==");

    /** With the checksum in a signed header. */
    @Benchmark
    public Map<String, String> part() throws StoreException {
        return signer.signUnsignedPayload(address, query, headers);
    }

    /** With the checksum behind the body. */
    @Benchmark
    public Map<String, String> partWithTrailer() throws StoreException {
        return signer.signTrailer(address, query, Map.of(), 8 << 20);
    }
}
