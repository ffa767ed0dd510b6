package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.StoreException;
import dev.crossdock.testkit.AllocatedMemory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a store answers to the bytes it got: it is told to be right only by the right checksum or the right MD5, and
 * its errors are read without getting lost in them. Inputs are spelled as {@link FuzzedAnswer} says.
 */
final class PutAnswersFuzz {

    private static final Crc32c SENT = new Crc32c(0x01020304);
    private static final StoreErrors ERRORS = new StoreErrors("http://store.example.com");

    @FuzzTest
    void onlyTheRightSumProvesAnything(byte[] input) throws Exception {
        FuzzedAnswer said = FuzzedAnswer.of(input);
        AllocatedMemory.within((1 << 20) + 1_000L * input.length, () -> {
            Answer answer = new Answer(said.status(), said.headers(), said.text());
            Refusal refusal = answer.refusal();
            if (refusal == null) {
                judge(answer);
            } else {
                refused(refusal);
            }
            clock(answer.header(S3Headers.DATE));
        });
    }

    private static void judge(Answer answer) {
        assertThat(answer.status()).isBetween(200, 299);
        try {
            if (PutVerdict.byChecksum("part 1", answer, SENT)) {
                assertThat(answer.header(S3Headers.CHECKSUM_CRC32C)).isEqualTo(SENT.base64());
            }
            if (PutVerdict.byETag("part 1", answer, Md5.digest()) == Integrity.PART) {
                assertThat(String.valueOf(answer.header(S3Headers.ETAG)).toLowerCase(Locale.ROOT))
                        .contains(HexFormat.of().formatHex(Md5.digest().digest()));
            }
        } catch (IntegrityException e) {
            oneSentence(e.getMessage());
        }
        Checksums.parse(answer.header(S3Headers.CHECKSUM_CRC32C))
                .ifPresent(sum -> assertThat(Checksums.parse(sum.base64())).contains(sum));
    }

    private static void refused(Refusal refusal) {
        StoreException failure = ERRORS.refused("store part 1 of s3://bucket/in/key", "bucket", refusal);
        oneSentence(failure.getMessage());
        oneSentence(failure.hint() + ".");
    }

    private static void clock(@Nullable String date) {
        if (date != null) {
            StoreClock clock = new StoreClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
            clock.believe(date);
            assertThat(clock.instant())
                    .isBetween(
                            Instant.parse("-0001-01-01T00:00:00Z"),
                            Instant.parse("9999-12-31T23:59:59Z").plusSeconds(86_400));
        }
    }

    private static void oneSentence(@Nullable String text) {
        assertThat(text).hasSizeLessThan(2_000).endsWith(".").doesNotContainPattern("\\p{Cntrl}");
    }
}
