package dev.crossdock.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request that a {@link MisbehavingSftp} got, and every way to answer it. Used by its channel's thread. */
public final class SftpRequest {

    /** Writes what a packet holds. */
    @FunctionalInterface
    public interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static final int TYPE_AND_ID_BYTES = 5;

    private final SftpChannel channel;
    private final DataOutputStream out;
    private final int type;
    private final int id;
    private final String subject;
    private final long offset;
    private final int length;

    private SftpRequest(SftpChannel channel, DataOutputStream out, DataInputStream packet) throws IOException {
        this.channel = channel;
        this.out = out;
        this.type = packet.readUnsignedByte();
        this.id = packet.readInt();
        this.subject =
                type == SftpWire.INIT ? "" : new String(packet.readNBytes(packet.readInt()), StandardCharsets.UTF_8);
        this.offset = type == SftpWire.READ ? packet.readLong() : 0;
        this.length = type == SftpWire.READ ? packet.readInt() : 0;
    }

    static SftpRequest read(SftpChannel channel, DataInputStream in, DataOutputStream out) throws IOException {
        byte[] packet = in.readNBytes(in.readInt());
        return new SftpRequest(channel, out, new DataInputStream(new ByteArrayInputStream(packet)));
    }

    /** The number of the connection it came on, the first being 1. */
    public int connection() {
        return channel.connection();
    }

    /** One of {@link SftpWire}'s packet types. */
    public int type() {
        return type;
    }

    public int id() {
        return id;
    }

    /** The path or the handle that it is about. */
    public String subject() {
        return subject;
    }

    /** Of a READ: where it begins. */
    public long offset() {
        return offset;
    }

    /** Of a READ: how many bytes are asked for. */
    public int length() {
        return length;
    }

    /** How many bytes of the file the server has delivered so far, on all connections. */
    public long bytesDelivered() {
        return channel.file().bytesDelivered();
    }

    /** The answer that a good server would give. */
    public void decently() throws IOException {
        channel.file().answer(this);
    }

    /** So many bytes of the file, from where this READ begins. */
    public void data(int bytes) throws IOException {
        data(id, bytes);
    }

    /** The same under another id. */
    public void data(int anyId, int bytes) throws IOException {
        byte[] content = channel.file().take(this, bytes);
        reply(SftpWire.DATA, anyId, body -> {
            body.writeInt(content.length);
            body.write(content);
        });
        channel.delivered(bytes);
    }

    /** One of {@link SftpWire}'s status codes. */
    public void status(int code) throws IOException {
        reply(SftpWire.STATUS, id, body -> {
            body.writeInt(code);
            string(body, "as the test wants it");
            string(body, "en");
        });
    }

    /** A packet of any type. */
    public void reply(int anyType, int anyId, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        out.writeInt(TYPE_AND_ID_BYTES + bytes.size());
        out.writeByte(anyType);
        out.writeInt(anyId);
        out.write(bytes.toByteArray());
        out.flush();
    }

    /** Takes any bytes at all. */
    public DataOutputStream out() {
        return out;
    }

    /** Writes a string as SFTP has it: its length, then its bytes. */
    public static void string(DataOutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    /** Ends the whole SSH session, not only the channel. */
    public void endSession() throws IOException {
        channel.endSession();
        throw new IOException("the session was ended");
    }

    /** Answers nothing any more on this connection, until the server is closed. */
    public void fallSilent() throws IOException {
        channel.awaitClose();
    }

    /** Lets some time pass, less if the server is closed meanwhile. */
    public void pause(Duration time) throws IOException {
        channel.awaitClose(time);
    }

    @Override
    public String toString() {
        return "request " + id + " of type " + type + " about '" + subject + "', " + length + " bytes at " + offset;
    }
}
