package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import dev.crossdock.testkit.HeldBody;
import dev.crossdock.testkit.ScriptedBody;
import java.util.Random;

/** Bodies of bytes that depend on their number only. */
final class Bodies {

    private Bodies() {}

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static Crc32c crc32c(int length) {
        return held(length).crc32c();
    }

    static PartBody held(int length) {
        return new HeldBody(bytes(length));
    }

    static PartBody cutThrough(int length) {
        return ScriptedBody.cutThrough(bytes(length));
    }
}
