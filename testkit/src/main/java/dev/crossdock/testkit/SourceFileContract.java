package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.playground.GeneratedBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@code SourceFile} must do. A test class for one kind of source extends this one and says, in the abstract
 * methods, how its server's files are made.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SourceFileContract {

    private static final int SIZE = 3_000_017;

    private final GeneratedBytes content = new GeneratedBytes(11);

    /** Opens the file of this name, as a new transfer would. The test closes it. */
    protected abstract SourceFile open(String name) throws Exception;

    /** Puts a file there, with the server's own means. If there was one, it is replaced by a new and younger one. */
    protected abstract void put(String name, byte[] bytes) throws Exception;

    /** Cuts a file where it lies. */
    protected abstract void truncate(String name, long sizeBytes) throws Exception;

    /** Adds to the end of a file where it lies. */
    protected abstract void append(String name, byte[] bytes) throws Exception;

    /** Makes a directory. */
    protected abstract void makeDirectory(String name) throws Exception;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 32_767, 32_768, 32_769, 261_120, 261_121, 1_000_003})
    void readsFilesOfAnySize(int size) throws Exception {
        byte[] bytes = someBytes(size);
        put("file", bytes);
        try (SourceFile file = open("file")) {
            FileStat stat = file.stat();
            assertThat(stat.sizeBytes()).isEqualTo(size);
            assertThat(stat.kind()).isEqualTo(FileStat.Kind.REGULAR);
            assertThat(file.expect(size)).isPositive();
            assertThat(readAll(file, new ByteRange(0, size))).isEqualTo(bytes);
        }
    }

    @Test
    void saysTheSameOfAnUnchangedFileTwice() throws Exception {
        put("file", someBytes(10));
        try (SourceFile file = open("file")) {
            FileStat first = file.stat();
            assertThat(readAll(file, new ByteRange(0, 10))).isEqualTo(someBytes(10));
            assertThat(file.stat()).isEqualTo(first);
            assertThat(file.location().path()).endsWith("file").startsWith("/");
        }
    }

    @Test
    void readsAnyRange() throws Exception {
        byte[] bytes = someBytes(SIZE);
        put("file", bytes);
        try (SourceFile file = open("file")) {
            file.stat();
            SplittableRandom random = new SplittableRandom(5);
            int earliest = 0;
            for (int round = 0; round < 20; round++) {
                int from = random.nextInt(earliest, SIZE + 1);
                int length = random.nextInt(Math.min(400_000, SIZE - from) + 1);
                if (file.access() == SourceFile.Access.ASCENDING) {
                    earliest = from + length;
                }
                assertThat(readAll(file, new ByteRange(from, length)))
                        .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
            }
            assertThat(readAll(file, new ByteRange(SIZE, 0))).isEmpty();
        }
    }

    @Test
    void readsOneRangeAfterTheOtherAndStillLooksAtTheEnd() throws Exception {
        byte[] bytes = someBytes(SIZE);
        put("file", bytes);
        try (SourceFile file = open("file")) {
            FileStat first = file.stat();
            SourceFile.Access access = file.access();
            for (int from = 0; from < SIZE; from += 250_007) {
                ByteRange range = new ByteRange(from, Math.min(250_007, SIZE - from));
                assertThat(readAll(file, range))
                        .isEqualTo(Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end()));
            }
            assertThat(file.stat()).isEqualTo(first);
            if (access == SourceFile.Access.ASCENDING) {
                assertThat(file.access()).as("a strict source stays so").isEqualTo(access);
            }
        }
    }

    @Test
    void readsRangesAtOnce() throws Exception {
        byte[] bytes = someBytes(SIZE);
        put("file", bytes);
        try (SourceFile file = open("file")) {
            file.stat();
            int connections = file.expect(SIZE);
            assertThat(connections).isPositive();
            List<ByteRange> ranges = new ArrayList<>();
            for (int from = 0; from < SIZE; from += 250_007) {
                ranges.add(new ByteRange(from, Math.min(250_007, SIZE - from)));
            }
            List<CollectingSink> sinks = new ArrayList<>();
            List<RangeRead> reads = new ArrayList<>();
            for (ByteRange range : ranges) {
                CollectingSink sink = new CollectingSink(range);
                sinks.add(sink);
                reads.add(file.read(range, sink));
            }
            for (int index = 0; index < ranges.size(); index++) {
                try (RangeRead read = reads.get(index)) {
                    read.await();
                }
                ByteRange range = ranges.get(index);
                assertThat(sinks.get(index).bytes())
                        .isEqualTo(Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end()));
            }
        }
    }

    @Test
    void writesNothingAfterAReadWasClosed() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            file.stat();
            List<CollectingSink> sinks = new ArrayList<>();
            int piece = SIZE / 6;
            for (int round = 0; round < 5; round++) {
                ByteRange range = new ByteRange((long) round * piece, piece);
                CollectingSink sink = new CollectingSink(range);
                try (RangeRead read = file.read(range, sink)) {
                    assertThat(read).isNotNull();
                }
                sink.seal();
                sinks.add(sink);
            }
            // What was still on its way comes before this does, or never.
            ByteRange last = new ByteRange(5L * piece, 1_000);
            assertThat(readAll(file, last)).isEqualTo(content.bytes(last));
            sinks.forEach(CollectingSink::requireFaultless);
        }
    }

    @Test
    void awaitOfAClosedReadEnds() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            file.stat();
            CollectingSink sink = new CollectingSink(new ByteRange(0, SIZE));
            RangeRead read = file.read(new ByteRange(0, SIZE), sink);
            read.close();
            sink.seal();
            if (sink.count() < SIZE) {
                assertThatThrownBy(read::await).isInstanceOf(SourceException.class);
            }
            read.close();
        }
    }

    @Test
    void closingTheFileEndsItsReads() throws Exception {
        put("file", someBytes(SIZE));
        SourceFile file = open("file");
        file.stat();
        CollectingSink sink = new CollectingSink(new ByteRange(0, SIZE));
        RangeRead read = file.read(new ByteRange(0, SIZE), sink);
        file.close();
        sink.seal();
        if (sink.count() < SIZE) {
            assertThatThrownBy(read::await).isInstanceOf(SourceException.class);
        }
        sink.requireFaultless();
        assertThatThrownBy(() -> file.read(new ByteRange(0, 1), new CollectingSink(new ByteRange(0, 1))))
                .isInstanceOf(SourceException.class);
        file.close();
    }

    @Test
    void closeDoesNothingToACompletedRead() throws Exception {
        put("file", someBytes(1_000));
        try (SourceFile file = open("file")) {
            file.stat();
            CollectingSink sink = new CollectingSink(new ByteRange(0, 1_000));
            RangeRead read = file.read(new ByteRange(0, 1_000), sink);
            read.await();
            read.close();
            read.await();
            assertThat(sink.bytes()).isEqualTo(someBytes(1_000));
        }
    }

    @Test
    void noticesThatAFileShrank() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            file.stat();
            truncate("file", SIZE / 2);
            assertFails(Kind.CHANGED, () -> readAll(file, new ByteRange(0, SIZE)));
            assertThat(file.stat().sizeBytes()).isEqualTo(SIZE / 2);
        }
    }

    @Test
    void noticesThatAFileShrankWhileItWasRead() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            file.stat();
            assertThat(readAll(file, new ByteRange(0, 1_000))).isEqualTo(someBytes(1_000));
            truncate("file", SIZE / 2);
            assertFails(Kind.CHANGED, () -> readAll(file, new ByteRange(1_000, SIZE - 1_000)));
        }
    }

    @Test
    void noticesThatAFileGrew() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            FileStat first = file.stat();
            append("file", new byte[] {1});
            assertReadsTheOldVersionOrNone(file);
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    @Test
    void noticesThatAFileWasReplaced() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            FileStat first = file.stat();
            put("file", new GeneratedBytes(12).bytes(new ByteRange(0, SIZE)));
            assertReadsTheOldVersionOrNone(file);
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    @Test
    void aFileReplacedAfterItWasReadDiffersInItsStat() throws Exception {
        put("file", someBytes(SIZE));
        try (SourceFile file = open("file")) {
            FileStat first = file.stat();
            assertThat(readAll(file, new ByteRange(0, SIZE))).isEqualTo(someBytes(SIZE));
            put("file", new GeneratedBytes(12).bytes(new ByteRange(0, SIZE)));
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    @Test
    void saysThatThereIsNoFile() throws Exception {
        try (SourceFile file = open("no such file")) {
            assertFails(Kind.NOT_FOUND, file::stat);
            assertFails(Kind.NOT_FOUND, file::stat);
        }
    }

    @Test
    void tellsADirectoryFromAFile() throws Exception {
        makeDirectory("folder");
        try (SourceFile file = open("folder")) {
            // An adapter may say so, or refuse at once.
            try {
                assertThat(file.stat().kind()).isEqualTo(FileStat.Kind.DIRECTORY);
            } catch (SourceException e) {
                assertThat(e.kind()).isEqualTo(Kind.UNREADABLE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".hidden", "a b+c%20#d&e=f.csv", "grüße 😀.bin", "-rf", "back\\slash", "q?u*o[t]e'd\""})
    void readsFilesOfAnyName(String name) throws Exception {
        put(name, someBytes(1_000));
        try (SourceFile file = open(name)) {
            assertThat(file.stat().sizeBytes()).isEqualTo(1_000);
            assertThat(readAll(file, new ByteRange(0, 1_000))).isEqualTo(someBytes(1_000));
            assertThat(file.location().fileName()).isEqualTo(name);
        }
    }

    /** A source that holds the file open may go on to read what it opened; it must not mix or mistake versions. */
    private void assertReadsTheOldVersionOrNone(SourceFile file) {
        byte[] read;
        try {
            read = readAll(file, new ByteRange(0, SIZE));
        } catch (SourceException e) {
            assertThat(e.kind()).isEqualTo(Kind.CHANGED);
            return;
        }
        assertThat(read).isEqualTo(someBytes(SIZE));
    }

    private byte[] someBytes(int size) {
        return content.bytes(new ByteRange(0, size));
    }

    /** Reads a range as an engine does, closing the read in the end. */
    protected static byte[] readAll(SourceFile file, ByteRange range) throws SourceException {
        CollectingSink sink = new CollectingSink(range);
        try (RangeRead read = file.read(range, sink)) {
            read.await();
        } finally {
            sink.seal();
        }
        return sink.bytes();
    }

    /** Asserts that this fails with a {@code SourceException} of this kind. */
    protected static void assertFails(Kind kind, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind));
    }
}
