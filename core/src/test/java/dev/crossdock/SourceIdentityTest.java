package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceIdentityTest {

    private static final SourceLocation FILE = new SourceLocation("etl", "files.example.com", 22, "/out/a.csv");
    private static final FileStat STAT = FileStat.regular(100, 1_700_000_000);

    @Test
    void isTheSameForTheSameVersionOfTheSameFile() {
        assertThat(SourceIdentity.of(FILE, STAT)).isEqualTo(SourceIdentity.of(FILE, STAT));
    }

    @Test
    void differsWhereverAnythingDiffers() {
        List<SourceIdentity> all = List.of(
                SourceIdentity.of(FILE, STAT),
                SourceIdentity.of(new SourceLocation("et", "files.example.com", 22, "/out/a.csv"), STAT),
                SourceIdentity.of(new SourceLocation("etl", "files.example.org", 22, "/out/a.csv"), STAT),
                SourceIdentity.of(new SourceLocation("etl", "files.example.com", 2222, "/out/a.csv"), STAT),
                SourceIdentity.of(new SourceLocation("etl", "files.example.com", 22, "/out/b.csv"), STAT),
                SourceIdentity.of(FILE, FileStat.regular(101, 1_700_000_000)),
                SourceIdentity.of(FILE, FileStat.regular(100, 1_700_000_001)));
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void theResidueOfAPartSizeIsBelowOneMebibyte() {
        for (int i = 0; i < 1000; i++) {
            assertThat(SourceIdentity.of(FILE, FileStat.regular(i, 0)).residueBytes())
                    .isBetween(0, SourceIdentity.RESIDUE_BOUND - 1);
        }
    }
}
