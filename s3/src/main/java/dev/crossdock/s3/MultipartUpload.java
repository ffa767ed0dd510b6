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

    private static final int ABORT_ROUNDS = 6;
    private static final long ABORT_PAUSE_MILLIS = 250;

    private final ControlPlane control;
    private final DataPlane data;
    private final StoreErrors errors;
    private final EndpointMemory memory;
    private final ObjectKey key;
    private final ObjectSpec spec;
    private final ObjectAddress address;
    private final ControlPlane.Begun begun;

    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean askFirst = new AtomicBoolean(true);
    private volatile boolean interrupted;
    private volatile boolean everyPartConfirmed = true;

    MultipartUpload(
            ControlPlane control,
            DataPlane data,
            StoreErrors errors,
            EndpointMemory memory,
            ObjectKey key,
            ObjectSpec spec,
            ObjectAddress address,
            ControlPlane.Begun begun) {
        this.control = control;
        this.data = data;
        this.errors = errors;
        this.memory = memory;
        this.key = key;
        this.spec = spec;
        this.address = address;
        this.begun = begun;
    }

    @Override
    public String uploadId() {
        return begun.uploadId();
    }

    @Override
    public Integrity cutThroughIntegrity() {
        return sendsTrailers() || begun.eTagsAreDigests() ? Integrity.PART : Integrity.SIZE;
    }

    private boolean sendsTrailers() {
        return begun.checksumsConfirmed() && memory.mayTakeTrailers();
    }

    @Override
    public PartReceipt put(PartRange part, PartBody body) throws TransferException {
        String what = "part " + part.partNumber() + " of " + key;
        if (body.held()) {
            return putHeld(part, body, what);
        }
        return sendsTrailers() ? putWithTrailer(part, body, what) : putWithDigest(part, body, what);
    }

    private PartReceipt putHeld(PartRange part, PartBody body, String what) throws TransferException {
        Crc32c crc32c = body.crc32c();
        boolean withChecksum =
                begun.checksums().isDeclared() || memory.checksums().isOnEachPut();
        Answer answer = putHeld(part, body, what, withChecksum);
        Refusal refusal = answer.refusal();
        if (refusal != null
                && refusal.saysUnsupported()
                && withChecksum
                && !begun.checksums().isDeclared()) {
            withChecksum = false;
            answer = putHeld(part, body, what, false);
            if (answer.refusal() == null) {
                memory.settleFor(ChecksumSupport.NONE);
            }
        }
        String eTag = acknowledged(what, answer);
        boolean confirmed = withChecksum && PutVerdict.byChecksum(what, answer, crc32c);
        if (withChecksum) {
            memory.acknowledged(confirmed);
        }
        if (confirmed) {
            return new PartReceipt(part, eTag, crc32c, Integrity.PART);
        }
        everyPartConfirmed = false;
        return new PartReceipt(part, eTag, crc32c, PutVerdict.byETag(what, answer, body));
    }

    private Answer putHeld(PartRange part, PartBody body, String what, boolean withChecksum) throws TransferException {
        Map<String, String> headers =
                withChecksum ? Map.of(S3Headers.CHECKSUM_CRC32C, body.crc32c().base64()) : Map.of();
        try (Sending sending = new Sending()) {
            return data.send(errand(part, headers, what, askFirst.getAndSet(false), sending), body);
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
            everyPartConfirmed = false;
            throw IntegrityException.damagedPart(
                    "The store acknowledged " + what + " without the checksum that followed it, so it may not have"
                            + " understood its form.",
                    null);
        }
        memory.tookTrailer();
        memory.acknowledged(true);
        return new PartReceipt(part, eTag, crc32c, Integrity.PART);
    }

    private PartReceipt putWithDigest(PartRange part, PartBody body, String what) throws TransferException {
        MessageDigest md5 = Md5.digest();
        Answer answer;
        try (Sending sending = new Sending()) {
            answer = data.send(errand(part, Map.of(), what, true, sending), body, md5);
        }
        String eTag = acknowledged(what, answer);
        everyPartConfirmed = false;
        return new PartReceipt(part, eTag, body.crc32c(), PutVerdict.byETag(what, answer, md5));
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
        StoreException refused = errors.refused("store " + what, key, refusal);
        if (refused.kind() == StoreException.Kind.THROTTLED) {
            // The next part asks before it spends its bytes.
            askFirst.set(true);
        }
        throw refused;
    }

    @Override
    public ObjectReceipt complete(List<PartReceipt> parts, Crc32c whole) throws TransferException {
        return control.complete(key, spec, begun, parts, whole, everyPartConfirmed && memory.believesChecksums());
    }

    @Override
    public Optional<PartReceipt> compare(PartRange part, StoredPart stored, PartBody body) throws TransferException {
        return Optional.empty();
    }

    @Override
    public void interrupt() {
        interrupted = true;
        underWay.forEach(Exchange::end);
    }

    @Override
    public void abort() throws StoreException {
        for (int round = 1; round <= ABORT_ROUNDS; round++) {
            if (control.abort(key, begun.uploadId()) || control.isGone(key, begun.uploadId())) {
                return;
            }
            pause(round);
        }
        throw new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "The upload " + begun.uploadId() + " of " + key + " was aborted " + ABORT_ROUNDS
                        + " times, and the store still has parts of it.",
                "abort it later, or let a lifecycle rule of the bucket do it");
    }

    /** A part that was under way when the upload ended can arrive after it. */
    private static void pause(int round) {
        try {
            Thread.sleep(ABORT_PAUSE_MILLIS * round);
        } catch (InterruptedException e) {
            // The upload must still be aborted; who interrupts finds the flag afterwards.
            Thread.currentThread().interrupt();
        }
    }

    /** One exchange of this upload, so that {@link #interrupt} finds it. */
    private final class Sending implements AutoCloseable {

        private @Nullable Exchange exchange;

        void started(Exchange started) {
            exchange = started;
            underWay.add(started);
            if (interrupted) {
                started.end();
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
