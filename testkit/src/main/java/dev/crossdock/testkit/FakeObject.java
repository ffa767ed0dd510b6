package dev.crossdock.testkit;

import dev.crossdock.Crc32c;
import dev.crossdock.ObjectSpec;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoredObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object, or a part of one, in a {@link FakeStore}. */
final class FakeObject {

    private final long sizeBytes;
    private final Crc32c crc32c;
    private final byte @Nullable [] content;
    private final String eTag;
    private final @Nullable SourceIdentity source;
    private final boolean partsConfirmed;
    private final boolean tellsChecksum;

    private FakeObject(
            long sizeBytes,
            Crc32c crc32c,
            byte @Nullable [] content,
            String eTag,
            @Nullable SourceIdentity source,
            boolean partsConfirmed,
            boolean tellsChecksum) {
        this.sizeBytes = sizeBytes;
        this.crc32c = crc32c;
        this.content = content;
        this.eTag = eTag;
        this.source = source;
        this.partsConfirmed = partsConfirmed;
        this.tellsChecksum = tellsChecksum;
    }

    static FakeObject of(FakeIntake intake, @Nullable ObjectSpec spec, boolean tellsChecksum) {
        Crc32c crc = intake.crc32c();
        return new FakeObject(
                intake.lengthBytes(),
                crc,
                intake.keeping() ? intake.bytes() : null,
                eTag(crc, intake.lengthBytes()),
                spec == null ? null : spec.source(),
                false,
                tellsChecksum);
    }

    /** Puts parts together. */
    static FakeObject of(List<FakeObject> parts, ObjectSpec spec, boolean tellsChecksum) {
        long size = 0;
        Crc32c crc = Crc32c.EMPTY;
        boolean kept = true;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (FakeObject part : parts) {
            size += part.sizeBytes;
            crc = crc.then(part.crc32c, part.sizeBytes);
            byte[] content = part.content;
            if (content == null) {
                kept = false;
            } else {
                bytes.writeBytes(content);
            }
        }
        return new FakeObject(
                size,
                crc,
                kept ? bytes.toByteArray() : null,
                derivedETag(parts.stream().map(FakeObject::eTag).toList()),
                spec.source(),
                spec.partsConfirmed(),
                tellsChecksum);
    }

    /** What an object that is put at once, or a part, is called. */
    static String eTag(Crc32c crc32c, long sizeBytes) {
        return "\"%08x-%x\"".formatted(crc32c.value(), sizeBytes);
    }

    /** What an object that is put together from parts of these names is called. */
    static String derivedETag(List<String> ofParts) {
        byte[] names = String.join(" ", ofParts).getBytes(StandardCharsets.UTF_8);
        return "\"%08x-%d\"".formatted(new HeldBody(names).crc32c().value(), ofParts.size());
    }

    /** The same under another name. */
    FakeObject named(String name) {
        return new FakeObject(sizeBytes, crc32c, content, name, source, partsConfirmed, tellsChecksum);
    }

    /** An object that somebody else put there. */
    static FakeObject foreign(byte[] bytes) {
        return new FakeObject(bytes.length, new HeldBody(bytes).crc32c(), bytes, "\"foreign\"", null, false, true);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    Crc32c crc32c() {
        return crc32c;
    }

    /** A name that differs where the content does. */
    String eTag() {
        return eTag;
    }

    /** Its bytes, if the store keeps any. */
    Optional<byte[]> bytes() {
        return Optional.ofNullable(content);
    }

    /** What the store says of it. */
    StoredObject seen() {
        return told(tellsChecksum ? Optional.of(crc32c) : Optional.empty());
    }

    /** What is true of it. */
    StoredObject real() {
        return told(Optional.of(crc32c));
    }

    private StoredObject told(Optional<Crc32c> checksum) {
        return new StoredObject(sizeBytes, eTag, Optional.ofNullable(source), checksum, partsConfirmed);
    }
}
