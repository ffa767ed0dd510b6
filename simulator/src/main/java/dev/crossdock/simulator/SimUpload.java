package dev.crossdock.simulator;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** An upload to the simulated store as one run sees it. */
final class SimUpload implements Upload {

    private static final int MOST = 6;

    private final World world;
    private final SimStore server;
    private final RunRecord run;
    private final UnfinishedUpload listed;
    private final Requests puts = new Requests();
    private final Requests others = new Requests();

    SimUpload(World world, SimStore server, RunRecord run, UnfinishedUpload listed) {
        this.world = world;
        this.server = server;
        this.run = run;
        this.listed = listed;
    }

    @Override
    public String uploadId() {
        return listed.uploadId();
    }

    @Override
    public Integrity cutThroughIntegrity() {
        return server.traits().confirmsCutThrough() ? Integrity.PART : Integrity.SIZE;
    }

    @Override
    public PartReceipt put(PartRange part, PartBody body) throws TransferException {
        if (body.lengthBytes() != part.length()) {
            run.violated("puts a body of " + body.lengthBytes() + " bytes for " + part);
        }
        boolean compared = body.held() || server.traits().confirmsCutThrough();
        String about = " " + part.partNumber() + " of " + uploadId();
        Segment stored = new Exchange<Segment>(world, run, puts, Request.PUT_PART, about, MOST)
                .carry(
                        sending(part, body),
                        intake -> server.putPart(uploadId(), part.partNumber(), compared, intake, run));
        StoreTraits traits = server.traits();
        if (traits.level() == StoreTraits.Level.PART_MD5
                && compared
                && !stored.eTag().equals(server.eTag(body.crc32c(), ""))) {
            throw IntegrityException.damagedPart("The ETag is not that of what was sent.", null);
        }
        Integrity integrity = traits.level() == StoreTraits.Level.SIZE || !compared ? Integrity.SIZE : Integrity.PART;
        return new PartReceipt(part, stored.eTag(), body.crc32c(), integrity);
    }

    /** The same body; that its bytes go out is noted when they do. */
    private PartBody sending(PartRange part, PartBody body) {
        return new PartBody() {
            @Override
            public long lengthBytes() {
                return body.lengthBytes();
            }

            @Override
            public boolean held() {
                return body.held();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                run.sends(uploadId(), part.partNumber());
                body.writeTo(out);
            }

            @Override
            public Crc32c crc32c() {
                return body.crc32c();
            }
        };
    }

    @Override
    public ObjectReceipt complete(List<PartReceipt> parts, Crc32c whole) throws TransferException {
        boolean damages = server.traits().level() == StoreTraits.Level.FULL_OBJECT
                && world.simulation().chance(world.weather().damage() / 4);
        Publication object = new Exchange<Publication>(world, run, others, Request.COMPLETE, " of " + uploadId(), MOST)
                .carry(null, none -> server.complete(uploadId(), parts, whole, damages, run));
        if (server.traits().level() != StoreTraits.Level.FULL_OBJECT) {
            return new ObjectReceipt(object.eTag(), Integrity.SIZE);
        }
        if (!object.crc32c().equals(whole)) {
            throw IntegrityException.publishedWrong("The store keeps another checksum.", object.eTag(), null);
        }
        return new ObjectReceipt(object.eTag(), Integrity.FULL_OBJECT);
    }

    @Override
    public Optional<PartReceipt> compare(PartRange part, StoredPart stored, PartBody body) throws TransferException {
        try {
            body.writeTo(OutputStream.nullOutputStream());
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written anywhere", e);
        }
        boolean same;
        if (stored.crc32c().isPresent()) {
            same = stored.crc32c().get().equals(body.crc32c());
        } else {
            same = server.traits().level() == StoreTraits.Level.PART_MD5
                    && stored.eTag().equals(server.eTag(body.crc32c(), ""));
        }
        return same
                ? Optional.of(new PartReceipt(part, stored.eTag(), body.crc32c(), Integrity.PART))
                : Optional.empty();
    }

    @Override
    public boolean became(StoredObject object, List<PartReceipt> parts) {
        Crc32c whole = Crc32c.EMPTY;
        for (PartReceipt part : parts) {
            whole = whole.then(part.crc32c(), part.part().length());
        }
        return object.eTag().equals(server.eTag(whole, "-" + parts.size()));
    }

    @Override
    public void interrupt() {
        run.process().requireAlive();
        puts.end();
    }

    @Override
    public boolean abort() throws StoreException {
        return SimStoreClient.abort(world, server, run, others, uploadId());
    }
}
