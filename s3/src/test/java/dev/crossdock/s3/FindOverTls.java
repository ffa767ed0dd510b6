package dev.crossdock.s3;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import java.net.URI;

/** A program of its own, whose trust is set by system properties only. */
final class FindOverTls {

    private FindOverTls() {}

    public static void main(String[] arguments) {
        try (S3Store store = S3Store.builder()
                .endpoint(URI.create(arguments[0]))
                .credentials(arguments[1], arguments[2])
                .build()) {
            System.out.println("found " + store.find(new ObjectKey(arguments[3], "nothing")));
        } catch (StoreException e) {
            System.out.println(e.getMessage());
        }
    }
}
