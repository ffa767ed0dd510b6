package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Crc32c;
import dev.crossdock.StoreLimits;
import dev.crossdock.StoredPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an upload is, as far as its parts can say. */
final class CleanupTest {

    private static final long MIB = 1 << 20;
    private static final long OURS = 8 * MIB + 123_457;

    @Test
    void recognisesPartsOfOneSizeWithAResidueAndAnyLastOne() {
        assertThat(recognised(true, OURS, OURS, 17)).isTrue();
        assertThat(recognised(true, OURS, OURS, OURS)).isTrue();
        assertThat(recognised(true, OURS)).isTrue();
        assertThat(recognised(true, 5 * MIB + 1, 5 * MIB + 1, 1)).isTrue();
    }

    @Test
    void recognisesThemWhereTheStoreKeepsNoChecksumsIfThereAreSeveral() {
        assertThat(recognised(false, OURS, OURS, 17)).isTrue();
        assertThat(recognised(false, OURS, 17)).isTrue();
        assertThat(recognised(false, OURS)).isFalse();
    }

    @Test
    void doesNotRecogniseAnUploadWithoutParts() {
        assertThat(recognised(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {5 << 20, 8 << 20, 16 << 20, (8 << 20) + 1024, 8_000_000, 100_000_000, 8_389_000})
    void doesNotRecogniseSizesThatPeopleChoose(long size) {
        assertThat(recognised(true, size, size, 17)).isFalse();
        assertThat(recognised(true, size)).isFalse();
    }

    @Test
    void doesNotRecognisePartsThatOurStoreWouldNotTake() {
        assertThat(recognised(true, 5 * MIB - 1, 5 * MIB - 1, 17)).isFalse();
        assertThat(recognised(true, 17)).isFalse();
    }

    @Test
    void doesNotRecognisePartsOfSeveralSizes() {
        assertThat(recognised(true, OURS, OURS + 1, OURS)).isFalse();
        assertThat(recognised(true, OURS, OURS, OURS + 1)).isFalse();
        assertThat(recognised(true, OURS, 17, OURS)).isFalse();
    }

    @Test
    void doesNotRecognisePartsOfWhichOnlySomeHaveAChecksum() {
        List<StoredPart> mixed = new ArrayList<>(parts(true, OURS, OURS));
        mixed.addAll(parts(false, OURS));
        assertThat(Cleanup.recognises(mixed, StoreLimits.S3)).isFalse();
    }

    private static boolean recognised(boolean withChecksums, long... sizes) {
        return Cleanup.recognises(parts(withChecksums, sizes), StoreLimits.S3);
    }

    private static List<StoredPart> parts(boolean withChecksums, long... sizes) {
        List<StoredPart> parts = new ArrayList<>();
        for (long size : sizes) {
            parts.add(new StoredPart(
                    parts.size() + 1,
                    size,
                    "\"e\"",
                    withChecksums ? Optional.of(new Crc32c(parts.size())) : Optional.empty()));
        }
        return parts;
    }
}
