package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.StoredPart;
import dev.crossdock.UnfinishedUpload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/** Lists what a store holds of an unfinished upload, page by page, and what was declared when it began. */
final class PartListing {

    private static final int PARTS_PER_PAGE = 1_000;
    private static final int LAST_PART_NUMBER = 10_000;
    private static final int LONGEST_ETAG_CHARS = 512;

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;
    private final EndpointMemory memory;

    PartListing(S3Client s3, StoreCredentials credentials, StoreErrors errors, EndpointMemory memory) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
        this.memory = memory;
    }

    /**
     * What is known of an upload.
     *
     * @param begun what was declared when it began
     * @param parts in ascending order
     */
    record Contents(BegunUpload begun, List<StoredPart> parts) {

        /** The parts that the store keeps a checksum of. */
        ConfirmedParts confirmed() {
            ConfirmedParts confirmed = new ConfirmedParts();
            for (StoredPart part : parts) {
                if (part.crc32c().isPresent()) {
                    confirmed.confirm(part.partNumber(), part.eTag());
                }
            }
            return confirmed;
        }
    }

    Contents of(UnfinishedUpload upload) throws StoreException {
        String action = "list the stored parts of " + upload.key();
        credentials.now();
        SortedMap<Integer, Part> parts = new TreeMap<>();
        ListPartsResponse page = page(action, upload, 0);
        BegunUpload begun =
                BegunUpload.before(upload.uploadId(), page.checksumAlgorithmAsString(), page.checksumType());
        for (int after = 0; ; page = page(action, upload, after)) {
            for (Part part : page.parts()) {
                keep(action, part, parts);
            }
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                break;
            }
            // What the marker says is not needed, so it can't lead in circles.
            int last = parts.isEmpty() ? 0 : parts.lastKey();
            if (last <= after) {
                throw errors.notS3(action, "its listing has no end", null);
            }
            after = last;
        }
        learnFrom(parts);
        return new Contents(begun, parts.values().stream().map(this::stored).toList());
    }

    private ListPartsResponse page(String action, UnfinishedUpload upload, int after) throws StoreException {
        ObjectKey key = upload.key();
        ListPartsRequest.Builder request = ListPartsRequest.builder()
                .bucket(key.bucket())
                .key(key.key())
                .uploadId(upload.uploadId())
                .maxParts(PARTS_PER_PAGE);
        if (after > 0) {
            request.partNumberMarker(after);
        }
        ListPartsResponse page;
        try {
            page = s3.listParts(request.build());
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404 && !Refusal.of(e).code().equals("NoSuchBucket")) {
                throw new StoreException(
                        StoreException.Kind.NO_SUCH_UPLOAD,
                        "Could not " + action + ": there is no upload " + upload.uploadId() + " any more.",
                        "somebody or a rule of the bucket ended the upload",
                        e);
            }
            throw errors.ofSdk(action, key.bucket(), e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
        if (page.uploadId() == null && page.isTruncated() == null && !page.hasParts()) {
            throw errors.notS3(action, "its answer is no listing", null);
        }
        return page;
    }

    private void keep(String action, Part part, SortedMap<Integer, Part> parts) throws StoreException {
        Integer number = part.partNumber();
        boolean sane = number != null
                && number >= 1
                && number <= LAST_PART_NUMBER
                && part.size() != null
                && part.size() >= 0
                && part.eTag() != null
                && part.eTag().length() <= LONGEST_ETAG_CHARS;
        if (!sane || parts.put(number, part) != null) {
            throw errors.notS3(action, "it lists a part that can't be", null);
        }
    }

    private void learnFrom(SortedMap<Integer, Part> parts) {
        if (!parts.isEmpty()) {
            memory.listed(parts.values().stream()
                    .allMatch(part -> Checksums.parse(part.checksumCRC32C()).isPresent()));
        }
    }

    private StoredPart stored(Part part) {
        Optional<Crc32c> crc32c =
                memory.believesChecksums() ? Checksums.parse(part.checksumCRC32C()) : Optional.empty();
        OptionalLong stored = part.lastModified() == null
                ? OptionalLong.empty()
                : OptionalLong.of(part.lastModified().getEpochSecond());
        return new StoredPart(part.partNumber(), part.size(), part.eTag(), crc32c, stored);
    }
}
