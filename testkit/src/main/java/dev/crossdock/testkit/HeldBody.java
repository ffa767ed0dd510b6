package dev.crossdock.testkit;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** A body that is in memory. */
public final class HeldBody implements PartBody {

    private final byte[] bytes;

    /** Takes the array as it is. */
    public HeldBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long lengthBytes() {
        return bytes.length;
    }

    @Override
    public boolean held() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    @Override
    public Crc32c crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return new Crc32c((int) crc.getValue());
    }
}
