package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An upload in parts. */
final class MultipartUpload implements Upload {

    private final UploadCompletion completion;
    private final DataPlane data;
    private final StoreErrors errors;
    private final EndpointMemory memory;
    private final UploadAbort abort;
    private final ObjectKey key;
    private final ObjectSpec spec;
    private final ObjectAddress address;
    private final BegunUpload begun;
    private final ConfirmedParts confirmed;

    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean askFirst = new AtomicBoolean(true);
    private volatile boolean interrupted;
    /** An attempt to abort it found it. */
    private volatile boolean wasThere;

    private volatile boolean eTagsAreDigests;

    /** @param confirmed parts that are stored already */
    MultipartUpload(
            StorePlumbing store,
            ObjectKey key,
            ObjectSpec spec,
            ObjectAddress address,
            BegunUpload begun,
            ConfirmedParts confirmed) {
        this.completion = store.completion();
        this.data = store.data();
        this.errors = store.errors();
        this.memory = store.memory();
        this.abort = store.abort();
        this.key = key;
        this.spec = spec;
        this.address = address;
        this.begun = begun;
        this.confirmed = confirmed;
        this.eTagsAreDigests = begun.eTagsAreDigests();
    }

    @Override
    public String uploadId() {
        return begun.uploadId();
    }

    @Override
    public Integrity cutThroughIntegrity() {
        return sendsTrailers() || eTagsAreDigests ? Integrity.PART : Integrity.SIZE;
    }

    private boolean sendsTrailers() {
        return begun.checksumsConfirmed() && memory.mayTakeTrailers();
    }

    @Override
    public PartReceipt put(PartRange part, PartBody body) throws TransferException {
        String what = what(part);
        if (body.held()) {
            return putHeld(part, body, what);
        }
        return sendsTrailers() ? putWithTrailer(part, body, what) : putWithDigest(part, body, what);
    }

    private String what(PartRange part) {
        return "part " + part.partNumber() + " of " + key;
    }

    private PartReceipt putHeld(PartRange part, PartBody body, String what) throws TransferException {
        boolean declared = begun.checksums().isDeclared();
        boolean withChecksum = declared
                || (begun.checksums().isOnEachPut() && memory.checksums().isOnEachPut());
        Answer answer = putHeld(part, body, what, withChecksum);
        Refusal refusal = answer.refusal();
        if (refusal != null && refusal.saysUnsupported() && withChecksum && !declared) {
            withChecksum = false;
            answer = putHeld(part, body, what, false);
            if (answer.refusal() == null) {
                memory.settleFor(ChecksumSupport.NONE);
            }
        }
        String eTag = acknowledged(what, answer);
        boolean returned = withChecksum && PutVerdict.byChecksum(what, answer, body.crc32c());
        if (withChecksum) {
            memory.acknowledged(returned);
        }
        Integrity level = returned ? Integrity.PART : PutVerdict.byETag(what, answer, body);
        return receipt(part, eTag, body.crc32c(), returned, level);
    }

    /** @param returned whether the store returned the checksum */
    private PartReceipt receipt(PartRange part, String eTag, Crc32c crc32c, boolean returned, Integrity level) {
        if (returned) {
            confirmed.confirm(part.partNumber(), eTag);
        } else {
            confirmed.forget(part);
        }
        return new PartReceipt(part, eTag, crc32c, level);
    }

    private Answer putHeld(PartRange part, PartBody body, String what, boolean withChecksum) throws TransferException {
        Map<String, String> headers =
                withChecksum ? Map.of(S3Headers.CHECKSUM_CRC32C, body.crc32c().base64()) : Map.of();
        try (Sending sending = new Sending()) {
            return data.send(errand(part, headers, what, askFirst.getAndSet(false), sending), body);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.NO_ANSWER) {
                // A store that refuses a part without reading it may cut the connection before its answer is seen.
                askFirst.set(true);
            }
            throw e;
        }
    }

    private PartReceipt putWithTrailer(PartRange part, PartBody body, String what) throws TransferException {
        Answer answer;
        try (Sending sending = new Sending()) {
            answer = data.sendWithTrailer(errand(part, Map.of(), what, true, sending), body);
        }
        Refusal refusal = answer.refusal();
        if (refusal != null && (refusal.saysUnsupported() || refusal.code().equals("SignatureDoesNotMatch"))) {
            memory.manglesTrailers();
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "Could not store " + what + ": the store takes no checksum after the data (" + refusal.code()
                            + ").",
                    "the part is sent again without one");
        }
        String eTag = acknowledged(what, answer);
        Crc32c crc32c = body.crc32c();
        if (!PutVerdict.byChecksum(what, answer, crc32c)) {
            // Such a store may have kept the framing as if it were data. Nothing but a second attempt in another form
            // can tell.
            memory.manglesTrailers();
            memory.acknowledged(false);
            throw IntegrityException.damagedPart(
                    "The store acknowledged " + what + " without the checksum that followed it, so it may not have"
                            + " understood its form.",
                    null);
        }
        memory.acknowledged(true);
        return receipt(part, eTag, crc32c, true, Integrity.PART);
    }

    private PartReceipt putWithDigest(PartRange part, PartBody body, String what) throws TransferException {
        MessageDigest md5 = Md5.digest();
        Answer answer;
        try (Sending sending = new Sending()) {
            answer = data.send(errand(part, Map.of(), what, true, sending), body, md5);
        }
        String eTag = acknowledged(what, answer);
        boolean returned = PutVerdict.byChecksum(what, answer, body.crc32c());
        if (begun.checksums().isDeclared()) {
            // It was told that checksums matter: who returns none although none was sent, computes none.
            memory.acknowledged(returned);
        }
        Integrity level = returned ? Integrity.PART : PutVerdict.byETag(what, answer, md5);
        return receipt(part, eTag, body.crc32c(), returned, level);
    }

    private DataPlane.Errand errand(
            PartRange part, Map<String, String> headers, String what, boolean expectContinue, Sending sending) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("partNumber", Integer.toString(part.partNumber()));
        query.put("uploadId", begun.uploadId());
        return new DataPlane.Errand(address, query, headers, "store " + what, expectContinue, sending::started);
    }

    /** The ETag of a part that the store took; throws for what is no success. */
    private String acknowledged(String what, Answer answer) throws TransferException {
        Refusal refusal = answer.refusal();
        if (refusal == null) {
            String eTag = answer.header(S3Headers.ETAG);
            if (eTag == null) {
                throw errors.notS3("store " + what, "it took a part without naming it", null);
            }
            return eTag;
        }
        if (refusal.saysDamaged()) {
            throw IntegrityException.damagedPart(
                    "The store says that " + what + " arrived damaged (" + refusal.code() + ").", null);
        }
        StoreException refused = errors.refused("store " + what, key.bucket(), refusal);
        if (refused.kind() == StoreException.Kind.THROTTLED) {
            // The next part asks before it spends its bytes.
            askFirst.set(true);
        }
        throw refused;
    }

    @Override
    public ObjectReceipt complete(List<PartReceipt> parts, Crc32c whole) throws TransferException {
        return completion.complete(
                key, spec, begun, parts, whole, confirmed.holds(parts) && memory.believesChecksums());
    }

    @Override
    public Optional<PartReceipt> compare(PartRange part, StoredPart stored, PartBody body) throws TransferException {
        PartComparison shown = PartComparison.of(what(part), stored, body);
        switch (shown) {
            case SAME_CHECKSUM -> confirmed.confirm(part.partNumber(), stored.eTag());
            case SAME_DIGEST -> eTagsAreDigests = true;
            case NOT_SHOWN -> {
                return Optional.empty();
            }
        }
        return Optional.of(new PartReceipt(part, stored.eTag(), body.crc32c(), Integrity.PART));
    }

    @Override
    public boolean became(StoredObject object, List<PartReceipt> parts) {
        return DerivedETag.of(parts)
                .filter(derived -> derived.isThatOf(object.eTag()))
                .isPresent();
    }

    @Override
    public void interrupt() {
        interrupted = true;
        underWay.forEach(Exchange::interrupt);
    }

    @Override
    public boolean abort() throws StoreException {
        switch (abort.attempt(key, begun.uploadId())) {
            case WAS_GONE -> {}
            case ENDED -> wasThere = true;
            case STILL_THERE -> {
                wasThere = true;
                throw UploadAbort.stillThere(key, begun.uploadId());
            }
        }
        return wasThere;
    }

    /** One exchange of this upload, so that {@link #interrupt} finds it. */
    private final class Sending implements AutoCloseable {

        private @Nullable Exchange exchange;

        void started(Exchange started) {
            exchange = started;
            underWay.add(started);
            if (interrupted) {
                started.interrupt();
            }
        }

        @Override
        public void close() {
            if (exchange != null) {
                underWay.remove(exchange);
            }
        }
    }
}
