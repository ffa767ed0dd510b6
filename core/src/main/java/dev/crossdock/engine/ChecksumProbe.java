package dev.crossdock.engine;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Finds out whether a store computes the checksums it gives, before it has stored anything: some only repeat what they
 * were told. A part of one byte is put to an upload that is aborted again; the store learns from the answer what its
 * checksums are worth.
 */
final class ChecksumProbe {

    private final ObjectStore store;
    private final ObjectKey target;
    private final ObjectSpec spec;
    private final Leftovers leftovers;
    private final Retries retries;
    private final Events events;

    ChecksumProbe(
            ObjectStore store, ObjectKey target, ObjectSpec spec, Leftovers leftovers, Retries retries, Events events) {
        this.store = store;
        this.target = target;
        this.spec = spec;
        this.leftovers = leftovers;
        this.retries = retries;
        this.events = events;
    }

    /** The object as it shows itself afterwards; as it was seen before if the store takes no part in this. */
    Optional<StoredObject> lookAgain(StoredObject seen) throws TransferException {
        try {
            leftovers.listBefore();
            probe();
            return retries.run("look at the target", () -> store.find(target));
        } catch (StoreException e) {
            return Optional.of(seen); // then it is copied again
        }
    }

    private void probe() throws TransferException {
        Upload upload = leftovers.begin(store, spec);
        try {
            Integrity unused = retries.run(
                            "ask the store for a checksum", () -> upload.put(new PartRange(1, 0, 1), OneByte.BODY))
                    .integrity();
        } finally {
            abort(upload);
        }
    }

    private void abort(Upload upload) {
        try {
            boolean unused = retries.evenIfStopped().run("abort the upload", upload::abort);
        } catch (TransferException e) {
            events.tell(new TransferEvent.LeftBehind(e));
        }
    }

    /** The least that a part can be. */
    private enum OneByte implements PartBody {
        BODY;

        @Override
        public long lengthBytes() {
            return 1;
        }

        @Override
        public boolean held() {
            return true;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(0);
        }

        @Override
        public Crc32c crc32c() {
            CRC32C crc32c = new CRC32C();
            crc32c.update(0);
            return new Crc32c((int) crc32c.getValue());
        }
    }
}
