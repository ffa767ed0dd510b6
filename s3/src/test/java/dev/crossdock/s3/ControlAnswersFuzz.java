package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoredPart;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.testkit.AllocatedMemory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Whatever a store answers to what the SDK asks it: only the documented exceptions come of it, few requests, and no
 * value that nobody could mean. Inputs are spelled as {@link FuzzedAnswer} says; the questions are: u uploads, p parts,
 * b begin, f find; anything else completes.
 */
final class ControlAnswersFuzz {

    private static final ObjectKey KEY = new ObjectKey("bucket", "in/key");
    private static final ObjectSpec SPEC =
            new ObjectSpec(new SourceIdentity("00112233445566778899aabbccddeeff"), 3, false);
    private static final BegunUpload BEGUN = new BegunUpload("u", ChecksumSupport.WHOLE_OBJECT, true, true, false);
    private static final List<PartReceipt> PARTS =
            List.of(new PartReceipt(new PartRange(1, 0, 3), "\"a\"", new Crc32c(1), Integrity.PART));
    private static final int MOST_PAGES = 1_000;

    private static final CannedAnswer CANNED = new CannedAnswer();
    private static final StoreErrors ERRORS = new StoreErrors("http://store.example.com");
    private static final S3Settings SETTINGS = new S3Settings(
            URI.create("http://store.example.com"),
            "us-east-1",
            null,
            PathStyle.ALWAYS,
            AwsBasicCredentials.create("access", "secret"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            null);
    private static final StoreCredentials CREDENTIALS = StoreCredentials.of(SETTINGS, ProfileFile.aggregator()::build);
    private static final S3Client S3 = client();

    private static S3Client client() {
        try {
            S3Endpoint endpoint = S3Endpoint.find(SETTINGS, ProfileFile.aggregator()::build);
            return StorePlumbing.client(SETTINGS, endpoint, CREDENTIALS, CANNED, ProfileFile.aggregator()::build);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @FuzzTest
    void nothingComesOfAnyAnswerButWhatIsDocumented(byte[] input) throws Exception {
        FuzzedAnswer answer = FuzzedAnswer.of(input);
        AllocatedMemory.within((8 << 20) + 10_000L * input.length, () -> {
            CANNED.set(answer);
            try {
                ask(answer.question());
            } catch (StoreException e) {
                assertThat(e.getMessage()).hasSizeLessThan(2_000).endsWith(".").doesNotContainPattern("\\p{Cntrl}");
            } catch (IntegrityException e) {
                assertThat(answer.question()).as("what completes").isNotIn('u', 'p', 'b', 'f');
            }
            assertThat(CANNED.requests()).isBetween(1, MOST_PAGES);
        });
    }

    private static void ask(char question) throws Exception {
        EndpointMemory memory = new EndpointMemory();
        ControlPlane control = new ControlPlane(S3, CREDENTIALS, ERRORS, memory);
        switch (question) {
            case 'u' ->
                new UploadListing(S3, CREDENTIALS, ERRORS)
                        .below(KEY.bucket(), "in/")
                        .forEach(upload -> assertThat(upload.key().key()).startsWith("in/"));
            case 'p' ->
                sane(new PartListing(S3, CREDENTIALS, ERRORS, memory)
                        .of(new UnfinishedUpload(KEY, "u", 0))
                        .parts());
            case 'b' -> assertThat(control.begin(KEY, SPEC).uploadId()).isNotEmpty();
            case 'f' ->
                control.find(KEY)
                        .ifPresent(object -> assertThat(object.sizeBytes()).isNotNegative());
            default ->
                assertThat(new UploadCompletion(S3, CREDENTIALS, ERRORS, control)
                                .complete(KEY, SPEC, BEGUN, PARTS, new Crc32c(1), true)
                                .eTag())
                        .isNotNull();
        }
    }

    private static void sane(List<StoredPart> parts) {
        int last = 0;
        for (StoredPart part : parts) {
            assertThat(part.partNumber()).isBetween(last + 1, 10_000);
            assertThat(part.sizeBytes()).isNotNegative();
            last = part.partNumber();
        }
    }
}
