package dev.crossdock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a real S3 store on 127.0.0.1, both over plain http, understands what is asked, and breaks
 * single requests when told to ({@link S3Fault}). All others pass to the byte, with the Host that the client signed. May
 * be told from any thread.
 */
public final class S3FaultProxy implements AutoCloseable {

    private final int storePort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final List<S3Fault> faults = new ArrayList<>();
    private final List<S3Call> calls = new ArrayList<>();
    private long bodyBytes;
    private int underWay;
    private @Nullable Exception failure;

    private S3FaultProxy(int storePort) throws IOException {
        this.storePort = storePort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts a proxy that passes everything through. */
    public static S3FaultProxy before(S3Server store) throws IOException {
        return to(store.port());
    }

    /** The same for whatever listens on a port. */
    static S3FaultProxy to(int storePort) throws IOException {
        S3FaultProxy proxy = new S3FaultProxy(storePort);
        Thread.ofVirtual().name("s3 fault proxy").start(proxy::accept);
        return proxy;
    }

    /** What a client is to call instead of the store. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Begins an order about the requests for an operation. */
    public S3Fault on(S3Operation operation) {
        return new S3Fault(this, call -> call.operation() == operation);
    }

    /** Begins an order about all requests. */
    public S3Fault onAny() {
        return new S3Fault(this, call -> true);
    }

    /** All requests until now, in the order in which they came. */
    public List<S3Call> calls() {
        lock.lock();
        try {
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    /** How many requests for an operation came. */
    public int count(S3Operation operation) {
        return Math.toIntExact(
                calls().stream().filter(call -> call.operation() == operation).count());
    }

    /** How many requests that send this part came. */
    public int countOfPart(int partNumber) {
        return Math.toIntExact(
                calls().stream().filter(call -> call.partNumber() == partNumber).count());
    }

    /** How many bytes of bodies clients sent. */
    public long bodyBytes() {
        lock.lock();
        try {
            return bodyBytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends all connections.
     *
     * @throws IllegalStateException if something that a test wanted done meanwhile failed
     */
    @Override
    public void close() throws IOException {
        listener.close();
        closed.countDown();
        sockets.forEach(TcpLink::reset);
        lock.lock();
        try {
            if (failure != null) {
                throw new IllegalStateException("what was to be done meanwhile failed", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    void take(S3Fault fault) {
        lock.lock();
        try {
            faults.add(fault);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes a request, and says what is to be done with it. One that the store is to see is under way from here on, until
     * {@link #answered}.
     */
    List<S3Fault.Effect> effects(S3Call call) {
        lock.lock();
        try {
            calls.add(call);
            List<S3Fault.Effect> effects = new ArrayList<>();
            for (S3Fault fault : faults) {
                if (fault.hits(call, underWay)) {
                    effects.add(fault.effect());
                }
            }
            if (effects.stream().noneMatch(S3Fault.Effect::keepsFromStore)) {
                underWay++;
            }
            return effects;
        } finally {
            lock.unlock();
        }
    }

    /** The store has answered a request, or never will. */
    void answered() {
        lock.lock();
        try {
            underWay--;
        } finally {
            lock.unlock();
        }
    }

    void sent(int bytes) {
        lock.lock();
        try {
            bodyBytes += bytes;
        } finally {
            lock.unlock();
        }
    }

    void run(S3Fault.Deed deed) {
        try {
            deed.run();
        } catch (Exception e) {
            lock.lock();
            try {
                failure = e;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits, but not beyond the proxy's end. */
    void pause(Duration time) throws IOException {
        try {
            boolean over = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
            if (over) {
                throw new IOException("the proxy was closed");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                sockets.add(client);
                Thread.ofVirtual().name("s3 conversation").start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        Socket store = new Socket();
        sockets.add(store);
        try {
            store.setTcpNoDelay(true);
            new S3Conversation(this, client, store, storePort).run();
            client.close();
            store.close();
        } catch (IOException e) {
            TcpLink.reset(client);
            TcpLink.reset(store);
        } finally {
            sockets.remove(client);
            sockets.remove(store);
        }
    }
}
