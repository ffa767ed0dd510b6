package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Publishes uploads. One request; what is refused because of its form alone is said again in another. */
final class UploadCompletion {

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;
    private final ControlPlane control;

    UploadCompletion(S3Client s3, StoreCredentials credentials, StoreErrors errors, ControlPlane control) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
        this.control = control;
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
            BegunUpload begun,
            List<PartReceipt> parts,
            Crc32c whole,
            boolean everyPartConfirmed)
            throws TransferException {
        String action = "complete the upload of " + key;
        credentials.now();
        CompleteMultipartUploadRequest.Builder complete = CompleteMultipartUploadRequest.builder()
                .bucket(key.bucket())
                .key(key.key())
                .uploadId(begun.uploadId());
        named(complete, parts, begun.checksums());
        begun.checksums().conclude(complete, whole, spec.sizeBytes());
        if (spec.noClobber()) {
            complete.ifNoneMatch("*");
        }
        CompleteMultipartUploadResponse completed;
        try {
            completed = completed(complete, begun, parts);
        } catch (AwsServiceException e) {
            throw refusedToComplete(action, key, begun, parts, e);
        } catch (SdkException e) {
            throw errors.ofLeaving(action, key.bucket(), e);
        }
        if (completed.eTag() == null) {
            throw errors.unreadable(action, "it completed an upload without an ETag");
        }
        String eTag = asInHeaders(completed.eTag());
        boolean proves = everyPartConfirmed && begun.checksums() == ChecksumSupport.WHOLE_OBJECT;
        return new ObjectReceipt(eTag, proves ? judge(key, eTag, completed, whole) : Integrity.SIZE);
    }

    /** In the body of an answer some stores write a name without its quotes. */
    private static String asInHeaders(String eTag) {
        return eTag.startsWith("\"") ? eTag : "\"" + eTag + "\"";
    }

    /** What is refused because of its form completed nothing, so another form may be tried. */
    private CompleteMultipartUploadResponse completed(
            CompleteMultipartUploadRequest.Builder complete, BegunUpload begun, List<PartReceipt> parts) {
        try {
            return s3.completeMultipartUpload(complete.build());
        } catch (AwsServiceException e) {
            if (begun.declarationUnknown() && Refusal.of(e).saysUnsupported()) {
                // Checksums were declared after all, and those of the parts are to be said again.
                return s3.completeMultipartUpload(
                        named(complete, parts, ChecksumSupport.COMPOSITE).build());
            }
            // The size is a courtesy that some stores do not know.
            if (complete.build().mpuObjectSize() == null || e.statusCode() != 501) {
                throw e;
            }
            return s3.completeMultipartUpload(complete.mpuObjectSize(null).build());
        }
    }

    private static CompleteMultipartUploadRequest.Builder named(
            CompleteMultipartUploadRequest.Builder complete, List<PartReceipt> parts, ChecksumSupport checksums) {
        return complete.multipartUpload(upload -> upload.parts(
                parts.stream().map(part -> completed(part, checksums)).toList()));
    }

    private static CompletedPart completed(PartReceipt receipt, ChecksumSupport checksums) {
        CompletedPart.Builder part =
                CompletedPart.builder().partNumber(receipt.part().partNumber()).eTag(receipt.eTag());
        checksums.name(part, receipt.crc32c());
        return part.build();
    }

    private TransferException refusedToComplete(
            String action, ObjectKey key, BegunUpload begun, List<PartReceipt> parts, AwsServiceException e) {
        Refusal refusal = Refusal.of(e);
        boolean others = refusal.code().equals("InvalidPart") || refusal.code().equals("InvalidPartOrder");
        if (others && !(begun.eTagsAreDigests() && parts.stream().allMatch(UploadCompletion::isNamedByDigest))) {
            // Whoever puts the same part again to the same upload gives it another name.
            return new StoreException(
                    StoreException.Kind.PARTS_REPLACED,
                    "Could not " + action + ": the store has other parts than those it acknowledged (" + refusal.code()
                            + ").",
                    "most likely another run is moving the same file: see that, and run the transfer again",
                    e);
        }
        if (others || refusal.saysDamaged()) {
            return IntegrityException.ofObject(
                    "Could not " + action + ": the store says that its parts are not what was sent (" + refusal.code()
                            + ").",
                    "run the transfer again; something between here and the store alters data",
                    e);
        }
        return errors.ofSdk(action, key.bucket(), e);
    }

    /** Under such a name a part of the same bytes is the same part, whoever put it. */
    private static boolean isNamedByDigest(PartReceipt part) {
        return PutVerdict.isDigest(part.eTag());
    }

    private Integrity judge(ObjectKey key, String eTag, CompleteMultipartUploadResponse completed, Crc32c whole)
            throws IntegrityException {
        // Some stores name no type here. They were told FULL_OBJECT, and a composite checksum shows by its form.
        boolean otherType = completed.checksumType() == ChecksumType.COMPOSITE;
        Optional<Crc32c> kept = otherType ? Optional.empty() : Checksums.parse(completed.checksumCRC32C());
        if (kept.isEmpty() && !otherType) {
            kept = checksumAfterwards(key, eTag);
        }
        if (kept.isEmpty()) {
            return Integrity.SIZE;
        }
        if (!kept.get().equals(whole)) {
            throw IntegrityException.publishedWrong(
                    "The store keeps " + key + " with CRC32C " + kept.get().base64() + ", but " + whole.base64()
                            + " was sent.",
                    eTag,
                    null);
        }
        return Integrity.FULL_OBJECT;
    }

    private Optional<Crc32c> checksumAfterwards(ObjectKey key, String eTag) {
        try {
            // Another run may have published since, and its checksum says nothing of ours.
            return control.find(key)
                    .filter(object -> object.eTag().equals(eTag))
                    .flatMap(StoredObject::wholeCrc32c);
        } catch (StoreException e) {
            // The object is published; that it can't be looked at only lowers what can be said of it.
            return Optional.empty();
        }
    }
}
