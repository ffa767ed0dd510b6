package dev.crossdock.s3;

import java.io.IOException;
import java.util.HexFormat;

/** What a store says that checks everything, for those requests that a test does not care about. */
final class WellBehaved {

    static final String UPLOAD_ID = "upload/with+odd=letters";
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private WellBehaved() {}

    static void serve(HostileStore.Request request, HostileStore.Wire wire) throws IOException {
        if (request.isCreate()) {
            create(wire);
        } else if (request.isComplete()) {
            complete(wire, "");
        } else if (request.method().equals("PUT")) {
            put(request, wire);
        } else if (request.method().equals("DELETE")) {
            wire.answer("204 No Content", "");
        } else if (request.method().equals("HEAD")) {
            wire.answer("404 Not Found", "");
        } else {
            wire.error("404 Not Found", "NoSuchUpload");
        }
    }

    static void create(HostileStore.Wire wire, String... headers) throws IOException {
        wire.answer(
                "200 OK",
                XML + "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>" + UPLOAD_ID
                        + "</UploadId></InitiateMultipartUploadResult>",
                headers);
    }

    /** @param checksums elements of the answer */
    static void complete(HostileStore.Wire wire, String checksums) throws IOException {
        wire.answer(
                "200 OK",
                XML + "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>\"abc-1\"</ETag>" + checksums
                        + "</CompleteMultipartUploadResult>");
    }

    /** Returns the checksum that came, and the MD5 as ETag. */
    private static void put(HostileStore.Request request, HostileStore.Wire wire) throws IOException {
        byte[] body = wire.readBody();
        String crc32c = request.headers().get(S3Headers.CHECKSUM_CRC32C);
        String eTag = "ETag: \"" + HexFormat.of().formatHex(Md5.digest().digest(body)) + "\"";
        if (crc32c == null) {
            wire.answerEarly("200 OK", "", eTag);
        } else {
            wire.answerEarly("200 OK", "", eTag, S3Headers.CHECKSUM_CRC32C + ": " + crc32c);
        }
    }
}
