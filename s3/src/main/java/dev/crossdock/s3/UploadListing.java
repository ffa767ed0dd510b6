package dev.crossdock.s3;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.UnfinishedUpload;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Lists the unfinished uploads of a bucket, page by page. Keys are asked for as they are: stores differ in how they spell
 * them otherwise, and in whether they say that they did.
 */
final class UploadListing {

    private static final int UPLOADS_PER_PAGE = 1_000;
    private static final int MOST_UPLOADS = 50_000;
    private static final int MOST_PAGES = 1_000;

    /** What all keys and names together may take. */
    private static final int MOST_CHARS = 16 << 20;

    private static final int LONGEST_NAME_CHARS = 2_048;

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;

    UploadListing(S3Client s3, StoreCredentials credentials, StoreErrors errors) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
    }

    /** Where a page begins, as the store said at the end of the one before. */
    private record Marker(String key, String uploadId) {}

    List<UnfinishedUpload> below(String bucket, String prefix) throws StoreException {
        return new Listing(bucket, prefix).all();
    }

    /** One listing, as far as it has come. */
    private final class Listing {

        private final String bucket;
        private final String prefix;
        private final String action;
        private final Set<UnfinishedUpload> found = new LinkedHashSet<>();
        private final Set<Marker> markers = new HashSet<>();
        private int chars;

        Listing(String bucket, String prefix) {
            this.bucket = bucket;
            this.prefix = prefix;
            this.action = "list the unfinished uploads below s3://" + bucket + "/" + prefix;
        }

        List<UnfinishedUpload> all() throws StoreException {
            credentials.now();
            Marker next = new Marker("", "");
            while (next != null) {
                if (!markers.add(next) || markers.size() > MOST_PAGES) {
                    throw errors.notS3(action, "its listing has no end", null);
                }
                ListMultipartUploadsResponse page = page(next);
                for (MultipartUpload upload : page.uploads()) {
                    keep(upload);
                }
                next = after(page);
            }
            return List.copyOf(found);
        }

        private ListMultipartUploadsResponse page(Marker from) throws StoreException {
            ListMultipartUploadsRequest.Builder request = ListMultipartUploadsRequest.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .maxUploads(UPLOADS_PER_PAGE);
            // MinIO names only the upload to go on after, so each is sent back only if it was said.
            if (!from.key.isEmpty()) {
                request.keyMarker(from.key);
            }
            if (!from.uploadId.isEmpty()) {
                request.uploadIdMarker(from.uploadId);
            }
            ListMultipartUploadsResponse page;
            try {
                page = s3.listMultipartUploads(request.build());
            } catch (AwsServiceException e) {
                throw refused(e);
            } catch (SdkException e) {
                throw errors.ofSdk(action, bucket, e);
            }
            if (page.bucket() == null && page.isTruncated() == null && !page.hasUploads()) {
                throw errors.notS3(action, "its answer is no listing", null);
            }
            return page;
        }

        private StoreException refused(AwsServiceException e) {
            if (e.statusCode() == 404 && !Refusal.of(e).code().equals("NoSuchBucket")) {
                return errors.notS3(action, "it knows no such listing", e);
            }
            return errors.ofSdk(action, bucket, e);
        }

        private void keep(MultipartUpload upload) throws StoreException {
            String key = upload.key();
            String uploadId = upload.uploadId();
            if (key == null
                    || uploadId == null
                    || uploadId.isEmpty()
                    || uploadId.length() > LONGEST_NAME_CHARS
                    || upload.initiated() == null) {
                throw errors.notS3(action, "it lists an upload without saying what it is", null);
            }
            if (!key.startsWith(prefix)) {
                return;
            }
            if (found.add(new UnfinishedUpload(
                    objectKey(key), uploadId, upload.initiated().getEpochSecond()))) {
                chars += key.length() + uploadId.length();
            }
            if (found.size() > MOST_UPLOADS || chars > MOST_CHARS) {
                throw new StoreException(
                        StoreException.Kind.REJECTED,
                        "Could not " + action + ": there are more than " + (found.size() - 1) + ".",
                        "name a longer prefix");
            }
        }

        private ObjectKey objectKey(String key) throws StoreException {
            try {
                return new ObjectKey(bucket, key);
            } catch (IllegalArgumentException e) {
                throw errors.notS3(action, "it lists a key that can't be one", e);
            }
        }

        /** Where the next page begins; null if this was the last. */
        private @Nullable Marker after(ListMultipartUploadsResponse page) {
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return null;
            }
            Marker said = new Marker(orEmpty(page.nextKeyMarker()), orEmpty(page.nextUploadIdMarker()));
            boolean nothing = said.key.isEmpty() && said.uploadId.isEmpty();
            if (!nothing || page.uploads().isEmpty()) {
                return said;
            }
            MultipartUpload last = page.uploads().getLast();
            return new Marker(last.key(), last.uploadId());
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }
}
