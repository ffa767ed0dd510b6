package dev.crossdock.s3;

import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.util.function.Supplier;

/** What the engine does with a failure that may pass: once more, with a fresh body. */
final class Retried {

    private Retried() {}

    static PartReceipt put(Upload upload, int length, Supplier<? extends PartBody> body) throws TransferException {
        PartRange part = new PartRange(1, 0, length);
        try {
            return upload.put(part, body.get());
        } catch (TransferException e) {
            if (!e.retryable()) {
                throw e;
            }
            return upload.put(part, body.get());
        }
    }
}
