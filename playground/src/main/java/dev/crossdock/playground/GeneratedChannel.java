package dev.crossdock.playground;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A generated file, opened for reading by one thread at a time. */
final class GeneratedChannel implements SeekableByteChannel {

    private final GeneratedFile file;
    private long position;
    private volatile boolean open = true;

    GeneratedChannel(GeneratedFile file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws ClosedChannelException {
        requireOpen();
        long left = file.stat().sizeBytes() - position;
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(left, target.remaining());
        if (target.hasArray()) {
            file.content().fill(position, target.array(), target.arrayOffset() + target.position(), count);
            target.position(target.position() + count);
        } else {
            byte[] bytes = new byte[count];
            file.content().fill(position, bytes, 0, count);
            target.put(bytes);
        }
        position += count;
        return count;
    }

    @Override
    public long position() throws ClosedChannelException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("no position before the first byte: " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws ClosedChannelException {
        requireOpen();
        return file.stat().sizeBytes();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }
}
