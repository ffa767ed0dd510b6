package dev.crossdock.sftp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one small request. Its id stays 0 until the request is sent. */
final class PacketWriter {

    private byte[] bytes = new byte[128];
    private int length;

    private PacketWriter() {}

    /** A request of a type, with room for its length and id. */
    static PacketWriter request(int type) {
        PacketWriter writer = new PacketWriter();
        writer.room(9);
        writer.bytes[4] = (byte) type;
        writer.length = 9;
        return writer;
    }

    PacketWriter int32(int value) {
        room(4);
        putInt32(bytes, length, value);
        length += 4;
        return this;
    }

    PacketWriter string(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    PacketWriter string(byte[] value) {
        int32(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** The packet with its length filled in. */
    byte[] packet() {
        byte[] packet = Arrays.copyOf(bytes, length);
        putInt32(packet, 0, length - 4);
        return packet;
    }

    /** Sets the id of a finished packet; of an INIT packet, the version. */
    static void setId(byte[] packet, int id) {
        putInt32(packet, 5, id);
    }

    /** How many bytes a READ of a handle takes. */
    static int readBytes(byte[] handle) {
        return 4 + 1 + 4 + 4 + handle.length + 8 + 4;
    }

    /**
     * Writes a READ into a batch.
     *
     * @return the index after its last byte
     */
    static int putRead(byte[] batch, int at, int id, byte[] handle, long offset, int count) {
        int next = putInt32(batch, at, readBytes(handle) - 4);
        batch[next++] = PacketType.READ;
        next = putInt32(batch, next, id);
        next = putInt32(batch, next, handle.length);
        System.arraycopy(handle, 0, batch, next, handle.length);
        next += handle.length;
        next = putInt64(batch, next, offset);
        return putInt32(batch, next, count);
    }

    /** How many bytes of a WRITE stand before its data. */
    static int writeBytes(byte[] handle) {
        return 4 + 1 + 4 + 4 + handle.length + 8 + 4;
    }

    /** Makes a WRITE of an array whose last {@code count} bytes are its data. Its id stays to be set. */
    static void putWriteHead(byte[] packet, byte[] handle, long offset, int count) {
        int next = putInt32(packet, 0, packet.length - 4);
        packet[next++] = PacketType.WRITE;
        next = putInt32(packet, next, 0);
        next = putInt32(packet, next, handle.length);
        System.arraycopy(handle, 0, packet, next, handle.length);
        next = putInt64(packet, next + handle.length, offset);
        putInt32(packet, next, count);
    }

    private static int putInt64(byte[] bytes, int at, long value) {
        return putInt32(bytes, putInt32(bytes, at, (int) (value >>> 32)), (int) value);
    }

    private static int putInt32(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
        return at + 4;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
