package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
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
            throw errors.ofSdk(action, key.bucket(), e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
        if (head.eTag() == null || head.contentLength() == null || head.contentLength() < 0) {
            throw errors.notS3(action, "it describes an object without an ETag or a size", null);
        }
        return Optional.of(new StoredObject(
                head.contentLength(),
                head.eTag(),
                source(head.metadata()),
                wholeCrc32c(head),
                S3Headers.PARTS_CONFIRMED.equals(head.metadata().get(S3Headers.PARTS_METADATA)),
                memory.knowsChecksumsAsComputed()));
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
        return Checksums.parse(head.checksumCRC32C());
    }

    /** Begins an upload, with as much about checksums as the endpoint takes. */
    BegunUpload begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        String action = "begin an upload of " + key;
        credentials.now();
        ChecksumSupport checksums = memory.checksums();
        StoreException first = null;
        while (true) {
            try {
                BegunUpload begun = create(action, key, spec, checksums);
                memory.settleFor(checksums);
                return begun;
            } catch (AwsServiceException e) {
                first = first == null ? errors.ofSdk(action, key.bucket(), e) : first;
                if (!checksums.isDeclared() || !Refusal.of(e).saysUnsupported()) {
                    throw first;
                }
                checksums = checksums.weaker();
            } catch (SdkException e) {
                throw errors.ofLeaving(action, key.bucket(), e);
            }
        }
    }

    private BegunUpload create(String action, ObjectKey key, ObjectSpec spec, ChecksumSupport checksums)
            throws StoreException {
        CreateMultipartUploadRequest.Builder create = CreateMultipartUploadRequest.builder()
                .bucket(key.bucket())
                .key(key.key())
                .metadata(metadata(spec));
        checksums.declare(create);
        CreateMultipartUploadResponse begun = s3.createMultipartUpload(create.build());
        if (begun.uploadId() == null || begun.uploadId().isEmpty()) {
            throw errors.unreadable(action, "it began an upload without a name");
        }
        ServerSideEncryption encryption = begun.serverSideEncryption();
        boolean managedKey = encryption == ServerSideEncryption.AWS_KMS
                || encryption == ServerSideEncryption.AWS_KMS_DSSE
                || begun.sseCustomerAlgorithm() != null;
        return new BegunUpload(
                begun.uploadId(),
                checksums,
                checksums.isDeclared() && begun.checksumAlgorithm() == ChecksumAlgorithm.CRC32_C,
                !managedKey,
                false);
    }

    private static Map<String, String> metadata(ObjectSpec spec) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(S3Headers.SOURCE_METADATA, spec.source().hex());
        if (spec.partsConfirmed()) {
            metadata.put(S3Headers.PARTS_METADATA, S3Headers.PARTS_CONFIRMED);
        }
        return metadata;
    }

    /** Removes an object that still has this name. */
    void remove(ObjectKey key, String eTag) throws StoreException {
        String action = "remove " + key;
        credentials.now();
        try {
            s3.deleteObject(
                    request -> request.bucket(key.bucket()).key(key.key()).ifMatch(eTag));
        } catch (AwsServiceException e) {
            boolean goneOrReplaced = e.statusCode() == 412
                    || (e.statusCode() == 404 && !Refusal.of(e).code().equals("NoSuchBucket"));
            if (!goneOrReplaced) {
                throw errors.ofSdk(action, key.bucket(), e);
            }
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
