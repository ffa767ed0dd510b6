package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Everything that moves no bytes of the file, through the SDK. Its types stop here. */
final class ControlPlane implements AutoCloseable {

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;
    private final EndpointMemory memory;

    ControlPlane(S3Client s3, StoreCredentials credentials, StoreErrors errors, EndpointMemory memory) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
        this.memory = memory;
    }

    /**
     * What the store said when an upload began.
     *
     * @param uploadId its name
     * @param checksums what the endpoint let us declare
     * @param checksumsConfirmed whether it said that it will check CRC32Cs
     * @param eTagsAreDigests whether the ETag of a part can be its MD5
     */
    record Begun(String uploadId, ChecksumSupport checksums, boolean checksumsConfirmed, boolean eTagsAreDigests) {}

    Optional<StoredObject> find(ObjectKey key) throws StoreException {
        String action = "look at " + key;
        credentials.now();
        HeadObjectResponse head;
        try {
            head = s3.headObject(
                    request -> request.bucket(key.bucket()).key(key.key()).checksumMode(ChecksumMode.ENABLED));
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            if (e.statusCode() == 400 && Refusal.of(e).bucketRegion() == null) {
                // The answer to a HEAD has no body, so a 400 does not say what was wrong: the next request will.
                throw new StoreException(
                        StoreException.Kind.FORBIDDEN,
                        "Could not " + action + ": the store answered 400.",
                        "check the credentials and the region",
                        e);
            }
            throw errors.ofSdk(action, key, e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key, e);
        }
        if (head.eTag() == null || head.contentLength() == null) {
            throw errors.notS3(action, "it describes an object without an ETag", null);
        }
        return Optional.of(
                new StoredObject(head.contentLength(), head.eTag(), source(head.metadata()), wholeCrc32c(head)));
    }

    private static Optional<SourceIdentity> source(Map<String, String> metadata) {
        String hex = metadata.get(S3Headers.SOURCE_METADATA);
        try {
            return Optional.ofNullable(hex).map(SourceIdentity::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Crc32c> wholeCrc32c(HeadObjectResponse head) {
        boolean inOnePiece = head.checksumType() == null && !head.eTag().contains("-");
        if (!memory.believesChecksums() || !(head.checksumType() == ChecksumType.FULL_OBJECT || inOnePiece)) {
            return Optional.empty();
        }
        return parse(head.checksumCRC32C());
    }

    /** Empty for what is no checksum over bytes: a composite one is written {@code value-parts}. */
    private static Optional<Crc32c> parse(@Nullable String base64) {
        if (base64 == null || base64.contains("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Crc32c.ofBase64(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Begins an upload, with as much about checksums as the endpoint takes. */
    Begun begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        String action = "begin an upload of " + key;
        credentials.now();
        ChecksumSupport checksums = memory.checksums();
        StoreException first = null;
        while (true) {
            try {
                Begun begun = create(action, key, spec, checksums);
                memory.settleFor(checksums);
                return begun;
            } catch (AwsServiceException e) {
                first = first == null ? errors.ofSdk(action, key, e) : first;
                if (!checksums.isDeclared() || !Refusal.of(e).saysUnsupported()) {
                    throw first;
                }
                checksums = checksums.weaker();
            } catch (SdkException e) {
                throw errors.ofSdk(action, key, e);
            }
        }
    }

    private Begun create(String action, ObjectKey key, ObjectSpec spec, ChecksumSupport checksums)
            throws StoreException {
        CreateMultipartUploadRequest.Builder create = CreateMultipartUploadRequest.builder()
                .bucket(key.bucket())
                .key(key.key())
                .metadata(Map.of(S3Headers.SOURCE_METADATA, spec.source().hex()));
        checksums.declare(create);
        CreateMultipartUploadResponse begun = s3.createMultipartUpload(create.build());
        if (begun.uploadId() == null || begun.uploadId().isEmpty()) {
            throw errors.notS3(action, "it began an upload without a name", null);
        }
        ServerSideEncryption encryption = begun.serverSideEncryption();
        boolean managedKey = encryption == ServerSideEncryption.AWS_KMS
                || encryption == ServerSideEncryption.AWS_KMS_DSSE
                || begun.sseCustomerAlgorithm() != null;
        return new Begun(
                begun.uploadId(),
                checksums,
                checksums.isDeclared() && begun.checksumAlgorithm() == ChecksumAlgorithm.CRC32_C,
                !managedKey);
    }

    /**
     * Publishes an upload.
     *
     * @param everyPartConfirmed whether the store returned the checksum of each part: only then does its checksum of
     *     the whole prove anything
     */
    ObjectReceipt complete(
            ObjectKey key,
            ObjectSpec spec,
            Begun begun,
            List<PartReceipt> parts,
            Crc32c whole,
            boolean everyPartConfirmed)
            throws TransferException {
        String action = "complete the upload of " + key;
        credentials.now();
        CompleteMultipartUploadRequest.Builder complete = CompleteMultipartUploadRequest.builder()
                .bucket(key.bucket())
                .key(key.key())
                .uploadId(begun.uploadId())
                .multipartUpload(upload -> upload.parts(parts.stream()
                        .map(part -> completed(part, begun.checksums()))
                        .toList()));
        begun.checksums().conclude(complete, whole, spec.sizeBytes());
        if (spec.noClobber()) {
            complete.ifNoneMatch("*");
        }
        CompleteMultipartUploadResponse completed;
        try {
            completed = completed(complete);
        } catch (AwsServiceException e) {
            throw refusedToComplete(action, key, e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key, e);
        }
        if (completed.eTag() == null) {
            throw errors.notS3(action, "it completed an upload without an ETag", null);
        }
        boolean proves = everyPartConfirmed && begun.checksums() == ChecksumSupport.WHOLE_OBJECT;
        return new ObjectReceipt(completed.eTag(), proves ? judge(key, completed, whole) : Integrity.SIZE);
    }

    /** The size is a courtesy that some stores do not know; a refusal of its header completed nothing. */
    private CompleteMultipartUploadResponse completed(CompleteMultipartUploadRequest.Builder complete) {
        try {
            return s3.completeMultipartUpload(complete.build());
        } catch (AwsServiceException e) {
            if (complete.build().mpuObjectSize() == null || e.statusCode() != 501) {
                throw e;
            }
            return s3.completeMultipartUpload(complete.mpuObjectSize(null).build());
        }
    }

    private static CompletedPart completed(PartReceipt receipt, ChecksumSupport checksums) {
        CompletedPart.Builder part =
                CompletedPart.builder().partNumber(receipt.part().partNumber()).eTag(receipt.eTag());
        checksums.name(part, receipt.crc32c());
        return part.build();
    }

    private TransferException refusedToComplete(String action, ObjectKey key, AwsServiceException e) {
        Refusal refusal = Refusal.of(e);
        if (refusal.saysDamaged()
                || refusal.code().equals("InvalidPart")
                || refusal.code().equals("InvalidPartOrder")) {
            return IntegrityException.ofObject(
                    "Could not " + action + ": the store says that its parts are not what was sent (" + refusal.code()
                            + ").",
                    "run the transfer again; something between here and the store alters data",
                    e);
        }
        return errors.ofSdk(action, key, e);
    }

    private Integrity judge(ObjectKey key, CompleteMultipartUploadResponse completed, Crc32c whole)
            throws IntegrityException {
        // Some stores name no type here. They were told FULL_OBJECT, and a composite checksum shows by its form.
        boolean otherType = completed.checksumType() == ChecksumType.COMPOSITE;
        Optional<Crc32c> kept = otherType ? Optional.empty() : parse(completed.checksumCRC32C());
        if (kept.isEmpty() && !otherType) {
            kept = checksumAfterwards(key);
        }
        if (kept.isEmpty()) {
            return Integrity.SIZE;
        }
        if (!kept.get().equals(whole)) {
            throw IntegrityException.ofObject(
                    "The store keeps " + key + " with CRC32C " + kept.get().base64() + ", but " + whole.base64()
                            + " was sent.",
                    "do not use the object; run the transfer again",
                    null);
        }
        return Integrity.FULL_OBJECT;
    }

    private Optional<Crc32c> checksumAfterwards(ObjectKey key) {
        try {
            return find(key).flatMap(StoredObject::wholeCrc32c);
        } catch (StoreException e) {
            // The object is published; that it can't be looked at only lowers what can be said of it.
            return Optional.empty();
        }
    }

    /** Asks for an upload's end. Returns whether it had ended before. */
    boolean abort(ObjectKey key, String uploadId) throws StoreException {
        String action = "abort the upload of " + key;
        credentials.now();
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(key.bucket()).key(key.key()).uploadId(uploadId));
            return false;
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404) {
                return true;
            }
            throw errors.ofSdk(action, key, e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key, e);
        }
    }

    /** Whether nothing of an upload is left. Those who may not list have to take the store's word for it. */
    boolean isGone(ObjectKey key, String uploadId) throws StoreException {
        String action = "see whether the upload of " + key + " is gone";
        try {
            s3.listParts(request -> request.bucket(key.bucket())
                    .key(key.key())
                    .uploadId(uploadId)
                    .maxParts(1));
            return false;
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return true;
            }
            throw errors.ofSdk(action, key, e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key, e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
