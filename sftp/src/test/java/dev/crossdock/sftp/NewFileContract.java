package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.sftp.WriteRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What writing to a server means, on every server. */
abstract class NewFileContract {

    /** The folder as the test sees it. */
    abstract Path folder();

    /** What a client calls a name in the folder. */
    abstract String path(String name);

    abstract SftpServer server();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31_000, 32_000, 32_001, 5_000_000})
    void aFileOfAnySizeArrivesAsItWasWritten(int size) throws IOException {
        byte[] bytes = bytes(size);
        try (NewFile file = server().create(path("new"), false, 0)) {
            for (int from = 0; from < size; from += 70_000) {
                file.write(bytes, from, Math.min(70_000, size - from));
            }
            assertThat(file.bytes()).isEqualTo(size);
            file.publish();
        }
        assertThat(folder().resolve("new")).hasBinaryContent(bytes);
        assertThat(names()).containsExactly("new");
    }

    @Test
    void nothingHasItsNameBeforeItIsPublished() throws IOException {
        try (NewFile file = server().create(path("new"), false, 0)) {
            file.write(bytes(100_000), 0, 100_000);
            assertThat(names()).singleElement().asString().startsWith(".crossdock-");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void anExistingFileIsLeftAloneUnlessItMayBeReplaced() throws IOException {
        Files.writeString(folder().resolve("old"), "old");
        assertRefused(Reason.EXISTS, "old exists already", () -> server().create(path("old"), false, 0));
        try (NewFile file = server().create(path("old"), true, 0)) {
            file.write(bytes(10), 0, 10);
            assertThat(folder().resolve("old")).hasContent("old");
            file.publish();
        }
        assertThat(folder().resolve("old")).hasBinaryContent(bytes(10));
        assertThat(names()).containsExactly("old");
    }

    @Test
    void aFileThatCameMeanwhileIsLeftAloneToo() throws IOException {
        try (NewFile file = server().create(path("raced"), false, 0)) {
            file.write(bytes(10), 0, 10);
            Files.writeString(folder().resolve("raced"), "somebody else's");
            assertRefused(Reason.EXISTS, "raced", file::publish);
        }
        assertThat(folder().resolve("raced")).hasContent("somebody else's");
        assertThat(names()).containsExactly("raced");
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        assertRefused(Reason.NOT_FOUND, "no folder", () -> server().create(path("nowhere/new"), false, 0));
    }

    @Test
    void aFolderIsNotWrittenOver() throws IOException {
        Files.createDirectory(folder().resolve("sub"));
        assertRefused(Reason.EXISTS, "is a folder", () -> server().create(path("sub"), true, 0));
    }

    @Test
    void aNameWithCharactersThatShellsTreatSpeciallyIsTakenLiterally() throws IOException {
        String name = "a*b?c[d]\\e é😀.csv";
        try (NewFile file = server().create(path(name), false, 0)) {
            file.publish();
        }
        assertThat(names()).containsExactly(name);
        server().delete(path(name));
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsNotThereCanNotBeDeleted() {
        assertRefused(Reason.NOT_FOUND, "gone", () -> server().delete(path("gone")));
    }

    static void assertRefused(Reason reason, String words, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(WriteRefusedException.class, refusal -> {
            assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
            assertThat(refusal).hasMessageContaining(words);
        });
    }

    static byte[] bytes(int size) {
        return new GeneratedBytes(size).bytes(new ByteRange(0, size));
    }

    List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder())) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
