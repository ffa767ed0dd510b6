package dev.crossdock.testkit;

import java.util.Map;

/** What a request asks of an S3 store, as far as Crossdock asks. */
public enum S3Operation {
    HEAD_OBJECT,
    PUT_OBJECT,
    CREATE_UPLOAD,
    UPLOAD_PART,
    COMPLETE,
    ABORT,
    LIST_PARTS,
    LIST_UPLOADS,
    OTHER;

    static S3Operation of(String method, Map<String, String> query) {
        boolean ofUpload = query.containsKey("uploadId");
        return switch (method) {
            case "HEAD" -> HEAD_OBJECT;
            case "PUT" -> ofUpload ? UPLOAD_PART : PUT_OBJECT;
            case "POST" -> ofUpload ? COMPLETE : query.containsKey("uploads") ? CREATE_UPLOAD : OTHER;
            case "DELETE" -> ofUpload ? ABORT : OTHER;
            case "GET" -> ofUpload ? LIST_PARTS : query.containsKey("uploads") ? LIST_UPLOADS : OTHER;
            default -> OTHER;
        };
    }
}
