package dev.crossdock.s3;

import java.io.IOException;
import java.util.List;

/** The XML of listings, as a test wants them. */
final class Listings {

    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private Listings() {}

    static boolean isOfUploads(HostileStore.Request request) {
        return request.method().equals("GET") && request.target().contains("?uploads");
    }

    static boolean isOfParts(HostileStore.Request request) {
        return request.method().equals("GET") && request.target().contains("uploadId=");
    }

    static String upload(String key, String uploadId) {
        return "<Upload><Key>" + key + "</Key><UploadId>" + uploadId
                + "</UploadId><Initiated>2026-11-22T20:53:39Z</Initiated></Upload>";
    }

    /** The last page. */
    static void uploads(HostileStore.Wire wire, String uploads) throws IOException {
        wire.answer("200 OK", uploadsXml("<IsTruncated>false</IsTruncated>" + uploads));
    }

    /** A page that others follow. */
    static void uploads(HostileStore.Wire wire, String nextKey, String nextUploadId, String uploads)
            throws IOException {
        wire.answer(
                "200 OK",
                uploadsXml("<IsTruncated>true</IsTruncated><NextKeyMarker>" + nextKey
                        + "</NextKeyMarker><NextUploadIdMarker>" + nextUploadId + "</NextUploadIdMarker>" + uploads));
    }

    private static String uploadsXml(String content) {
        return XML + "<ListMultipartUploadsResult><Bucket>bucket</Bucket>" + content + "</ListMultipartUploadsResult>";
    }

    static String part(int number, long size, String eTag, String more) {
        return "<Part><PartNumber>" + number + "</PartNumber><Size>" + size + "</Size><ETag>&quot;" + eTag
                + "&quot;</ETag>" + more + "</Part>";
    }

    static String crc32c(String base64) {
        return "<ChecksumCRC32C>" + base64 + "</ChecksumCRC32C>";
    }

    static String declared(String algorithm, String type) {
        return "<ChecksumAlgorithm>" + algorithm + "</ChecksumAlgorithm><ChecksumType>" + type + "</ChecksumType>";
    }

    static void parts(HostileStore.Wire wire, boolean truncated, String content) throws IOException {
        wire.answer(
                "200 OK",
                XML + "<ListPartsResult><Bucket>bucket</Bucket><Key>in/key</Key><UploadId>u</UploadId><IsTruncated>"
                        + truncated + "</IsTruncated>" + content + "</ListPartsResult>");
    }

    static String joined(List<String> parts) {
        return String.join("", parts);
    }
}
