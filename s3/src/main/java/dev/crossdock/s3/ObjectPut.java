package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartBody;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Stores a whole object in one request. */
final class ObjectPut {

    private final DataPlane data;
    private final StoreErrors errors;
    private final EndpointMemory memory;

    ObjectPut(DataPlane data, StoreErrors errors, EndpointMemory memory) {
        this.data = data;
        this.errors = errors;
        this.memory = memory;
    }

    ObjectReceipt put(ObjectKey key, ObjectSpec spec, ObjectAddress address, PartBody body) throws TransferException {
        if (!body.held() || body.lengthBytes() != spec.sizeBytes()) {
            throw new IllegalArgumentException("an object is stored in one request from a held body of its own size");
        }
        String action = "store " + key;
        boolean withChecksum = memory.checksums().isOnEachPut();
        Answer answer = send(key, spec, address, body, withChecksum);
        Refusal refusal = answer.refusal();
        if (refusal != null && refusal.saysUnsupported() && withChecksum) {
            Answer second = send(key, spec, address, body, false);
            if (second.refusal() == null) {
                memory.settleFor(ChecksumSupport.NONE);
                withChecksum = false;
                answer = second;
                refusal = null;
            }
        }
        if (refusal != null) {
            if (refusal.saysDamaged()) {
                throw IntegrityException.damagedPart(
                        "The store says that " + key + " arrived damaged (" + refusal.code() + ").", null);
            }
            throw errors.refused(action, key.bucket(), refusal);
        }
        String eTag = answer.header(S3Headers.ETAG);
        if (eTag == null) {
            throw errors.unreadable(action, "it took an object without naming it");
        }
        try {
            return new ObjectReceipt(eTag, judge(key, answer, body, withChecksum));
        } catch (IntegrityException e) {
            throw IntegrityException.storedDamaged(Objects.requireNonNullElse(e.getMessage(), ""), eTag, e);
        }
    }

    private Answer send(ObjectKey key, ObjectSpec spec, ObjectAddress address, PartBody body, boolean withChecksum)
            throws TransferException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(S3Headers.SOURCE_METADATA_HEADER, spec.source().hex());
        if (withChecksum) {
            headers.put(S3Headers.CHECKSUM_CRC32C, body.crc32c().base64());
        }
        if (spec.noClobber()) {
            headers.put(S3Headers.IF_NONE_MATCH, "*");
        }
        try {
            return data.send(
                    new DataPlane.Errand(address, Map.of(), headers, "store " + key, false, exchange -> {}), body);
        } catch (StoreException e) {
            throw errors.leaving(e);
        }
    }

    private Integrity judge(ObjectKey key, Answer answer, PartBody body, boolean withChecksum)
            throws IntegrityException {
        Crc32c crc32c = body.crc32c();
        boolean confirmed = withChecksum && PutVerdict.byChecksum(key.toString(), answer, crc32c);
        if (withChecksum) {
            memory.acknowledged(confirmed);
        }
        return confirmed ? Integrity.FULL_OBJECT : PutVerdict.byETag(key.toString(), answer, body);
    }
}
