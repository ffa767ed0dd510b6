package dev.crossdock.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * How long the body of an HTTP/1.1 message is: {@code lengthBytes}, or as its chunks say, or to the end of the
 * connection.
 */
record HttpBody(Form form, long lengthBytes) {

    enum Form {
        COUNTED,
        CHUNKED,
        TO_THE_END
    }

    /** Takes a body piece by piece. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    private static final int PIECE_BYTES = 16 << 10;

    static HttpBody ofRequest(HttpHead head) {
        return of(head, new HttpBody(Form.COUNTED, 0));
    }

    static HttpBody ofAnswer(HttpHead head, String method) {
        int status = head.status();
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new HttpBody(Form.COUNTED, 0);
        }
        return of(head, new HttpBody(Form.TO_THE_END, 0));
    }

    private static HttpBody of(HttpHead head, HttpBody without) {
        if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return new HttpBody(Form.CHUNKED, 0);
        }
        String length = head.header("content-length");
        return length.isEmpty() ? without : new HttpBody(Form.COUNTED, Long.parseLong(length));
    }

    /** Hands over all of it as it stands, chunks with their sizes. */
    void transfer(InputStream in, Sink sink) throws IOException {
        switch (form) {
            case COUNTED -> transfer(in, lengthBytes, sink);
            case CHUNKED -> transferChunks(in, sink);
            case TO_THE_END -> transferAll(in, sink);
        }
    }

    private static void transfer(InputStream in, long length, Sink sink) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, length)];
        long left = length;
        while (left > 0) {
            int count = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (count < 0) {
                throw new EOFException("a body ended " + left + " bytes early");
            }
            sink.take(piece, count);
            left -= count;
        }
    }

    private static void transferAll(InputStream in, Sink sink) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            sink.take(piece, count);
        }
    }

    private static void transferChunks(InputStream in, Sink sink) throws IOException {
        long size = Long.MAX_VALUE;
        while (size > 0) {
            String line = line(in, sink);
            size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
            if (size > 0) {
                transfer(in, size + 2, sink);
            }
        }
        String trailer = "trailer";
        while (!trailer.isEmpty()) {
            trailer = line(in, sink);
        }
    }

    private static String line(InputStream in, Sink sink) throws IOException {
        StringBuilder line = new StringBuilder();
        byte[] one = new byte[1];
        while (one[0] != '\n') {
            transfer(in, 1, (bytes, length) -> {
                one[0] = bytes[0];
                sink.take(bytes, length);
            });
            line.append((char) one[0]);
        }
        return line.toString().strip();
    }
}
