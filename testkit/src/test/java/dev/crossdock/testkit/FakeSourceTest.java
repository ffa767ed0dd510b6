package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract, and fails as it is told to. */
class FakeSourceTest extends SourceFileContract {

    private final Map<String, FakeFile> files = new HashMap<>();

    @Override
    protected SourceFile open(String name) {
        return files.getOrDefault(name, FakeFile.missing()).open();
    }

    @Override
    protected void put(String name, byte[] bytes) {
        FakeFile there = files.get(name);
        if (there == null) {
            files.put(name, FakeFile.of(bytes).at("/out/" + name));
        } else {
            there.replaceWith(bytes);
        }
    }

    @Override
    protected void truncate(String name, long sizeBytes) {
        file(name).shrinkTo(sizeBytes);
    }

    @Override
    protected void append(String name, byte[] bytes) {
        file(name).growTo(file(name).stat().sizeBytes() + bytes.length);
    }

    @Override
    protected void makeDirectory(String name) {
        files.put(name, FakeFile.ofKind(FileStat.Kind.DIRECTORY));
    }

    @Test
    void failsAsOftenAsTold() throws Exception {
        FakeFile file = FakeFile.generated(100_000, 1);
        file.loseConnectionAt(70_000, 2);
        try (SourceFile source = file.open()) {
            source.stat();
            ByteRange whole = new ByteRange(0, 100_000);
            assertFails(Kind.NETWORK, () -> readAll(source, whole));
            assertThat(readAll(source, new ByteRange(0, 70_000))).hasSize(70_000);
            assertFails(Kind.NETWORK, () -> readAll(source, whole));
            assertThat(readAll(source, whole)).isEqualTo(file.bytes(whole));
            assertThat(file.openReads()).isZero();
            assertThat(file.reads()).isEqualTo(4);
        }
        assertThat(file.openSources()).isZero();
    }

    @Test
    void failsToStatAsOftenAsTold() throws Exception {
        FakeFile file = FakeFile.generated(1, 1);
        file.failStat(1, () -> new SourceException(Kind.AUTHENTICATION, "no", ""));
        try (SourceFile source = file.open()) {
            assertFails(Kind.AUTHENTICATION, source::stat);
            assertThat(source.stat().sizeBytes()).isEqualTo(1);
            assertThat(file.stats()).isEqualTo(2);
        }
    }

    @Test
    void deliversOutOfOrderAndTheSameWayFromTheSameSeed() throws Exception {
        assertThat(order(3)).isEqualTo(order(3)).isNotEqualTo(order(4));
    }

    @Test
    void holdsWhatItIsTold() throws Exception {
        FakeFile file = FakeFile.generated(200_000, 1);
        file.holdAfter(100_000);
        try (SourceFile source = file.open()) {
            source.stat();
            CollectingSink sink = new CollectingSink(new ByteRange(0, 200_000));
            RangeRead read = source.read(new ByteRange(0, 200_000), sink);
            file.awaitHeld();
            assertThat(sink.count()).isLessThan(200_000);
            file.release();
            read.await();
            assertThat(sink.bytes()).isEqualTo(file.bytes(new ByteRange(0, 200_000)));
        }
    }

    @Test
    void aHeldReadCanBeGivenUp() throws Exception {
        FakeFile file = FakeFile.generated(200_000, 1);
        file.holdAfter(0);
        try (SourceFile source = file.open()) {
            source.stat();
            CollectingSink sink = new CollectingSink(new ByteRange(0, 200_000));
            RangeRead read = source.read(new ByteRange(0, 200_000), sink);
            file.awaitHeld();
            read.close();
            assertThatThrownBy(read::await).isInstanceOf(SourceException.class);
            assertThat(sink.count()).isZero();
        }
    }

    @Test
    void saysSomethingElseAtTheEnd() throws Exception {
        FakeFile file = FakeFile.generated(1_000, 1);
        FileStat before = file.stat();
        file.statAfter(1, FileStat.regular(1_000, before.modifiedEpochSeconds() + 5));
        try (SourceFile source = file.open()) {
            assertThat(source.stat()).isEqualTo(before);
            assertThat(readAll(source, new ByteRange(0, 1_000))).hasSize(1_000);
            assertThat(source.stat()).isNotEqualTo(before);
        }
    }

    private static String order(long seed) throws SourceException {
        StringBuilder offsets = new StringBuilder();
        try (SourceFile source = FakeFile.generated(100_000, seed).open()) {
            source.stat();
            long[] last = {-1};
            boolean[] ascending = {true};
            try (RangeRead read = source.read(new ByteRange(0, 100_000), (offset, bytes, from, length) -> {
                offsets.append(offset).append(' ');
                ascending[0] &= offset > last[0];
                last[0] = offset;
            })) {
                read.await();
            }
            assertThat(ascending[0]).isFalse();
        }
        return offsets.toString();
    }

    private FakeFile file(String name) {
        FakeFile file = files.get(name);
        if (file == null) {
            throw new IllegalStateException(Arrays.toString(files.keySet().toArray()) + " lacks " + name);
        }
        return file;
    }
}
