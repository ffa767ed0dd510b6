package dev.crossdock.s3;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a request's body. */
interface BodyWriter {

    /** How many there are. */
    long lengthBytes();

    /** Writes them all. */
    void writeTo(OutputStream out) throws IOException;
}
