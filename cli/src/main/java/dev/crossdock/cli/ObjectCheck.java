package dev.crossdock.cli;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.s3.S3Store;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Holds an object against what was sent: by reading all of it. */
record ObjectCheck(S3Store store) {

    /**
     * What is wrong with an object.
     *
     * @return empty if it is what it should be
     */
    Optional<String> difference(ObjectKey key, long bytes, Crc32c crc32c) throws StoreException {
        Optional<StoredObject> object = store.find(key);
        if (object.isEmpty()) {
            return Optional.of("there is no object " + key);
        }
        long stored = object.get().sizeBytes();
        if (stored != bytes) {
            return Optional.of("the object has " + stored + " bytes, the file has " + bytes);
        }
        CRC32C read = new CRC32C();
        for (long offset = 0; offset < bytes; offset += S3Store.MAX_READ_BYTES) {
            read.update(store.read(key, new ByteRange(offset, Math.min(S3Store.MAX_READ_BYTES, bytes - offset))));
        }
        return (int) read.getValue() == crc32c.value()
                ? Optional.empty()
                : Optional.of("the object's bytes are not those of the file");
    }
}
