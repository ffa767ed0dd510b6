package dev.crossdock.sftp;

import dev.crossdock.SourceFile;

/** The contract of every source, read in ascending order with one connection and one handle. */
final class SequentialServerTest extends EmbeddedServerTest {

    @Override
    SourceFile.Access access() {
        return SourceFile.Access.ASCENDING;
    }
}
