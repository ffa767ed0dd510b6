package dev.crossdock.testkit;

import dev.crossdock.testkit.S3Fault.Effect;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one client's connection, one after the other, each passed to the store over one connection too, unless
 * something is to go wrong with it. An {@code IOException} means that both connections are to be reset.
 */
final class S3Conversation {

    private static final int MOST_BYTES_UNREAD = 64 << 10;
    private static final int PATIENCE_FOR_CONTINUE_MILLIS = 5_000;

    private final S3FaultProxy proxy;
    private final int storePort;
    private final Socket store;
    private final InputStream fromClient;
    private final OutputStream toClient;
    private @Nullable InputStream fromStore;

    S3Conversation(S3FaultProxy proxy, Socket client, Socket store, int storePort) throws IOException {
        this.proxy = proxy;
        this.storePort = storePort;
        this.store = store;
        this.fromClient = new BufferedInputStream(client.getInputStream(), MOST_BYTES_UNREAD);
        this.toClient = client.getOutputStream();
    }

    void run() throws IOException {
        Optional<HttpHead> request = HttpHead.read(fromClient);
        while (request.isPresent() && exchange(request.get())) {
            request = HttpHead.read(fromClient);
        }
    }

    /** Returns whether another request may follow. */
    private boolean exchange(HttpHead request) throws IOException {
        List<Effect> effects = proxy.effects(S3Call.of(request));
        for (Effect effect : effects) {
            if (effect instanceof Effect.Meanwhile meanwhile) {
                proxy.run(meanwhile.deed());
            }
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Refuse refusal) {
                return refuse(request, refusal);
            }
            if (effect instanceof Effect.Drop) {
                if (expectsLeave(request)) {
                    toClient.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                }
                readBody(request);
                throw new IOException("dropped, as ordered");
            }
        }
        return forward(request, effects);
    }

    private static boolean expectsLeave(HttpHead request) {
        return request.header("expect").equalsIgnoreCase("100-continue");
    }

    private void readBody(HttpHead request) throws IOException {
        HttpBody.ofRequest(request).transfer(fromClient, (bytes, length) -> proxy.sent(length));
    }

    private boolean refuse(HttpHead request, Effect.Refuse refusal) throws IOException {
        // Who asked for leave to send the body does not get it, and then can't use the connection again.
        boolean goesOn = !expectsLeave(request);
        if (goesOn) {
            readBody(request);
        }
        boolean withBody = !request.word(0).equals("HEAD");
        String body = withBody
                ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + refusal.code()
                        + "</Code><Message>as ordered</Message><RequestId>1</RequestId></Error>"
                : "";
        List<String> lines = new ArrayList<>(List.of(
                "HTTP/1.1 " + refusal.status() + " Ordered",
                "content-type: application/xml",
                "content-length: " + body.length()));
        refusal.headers().forEach((name, value) -> lines.add(name + ": " + value));
        if (!goesOn) {
            lines.add("connection: close");
        }
        toClient.write(new HttpHead(lines).bytes());
        toClient.write(body.getBytes(StandardCharsets.UTF_8));
        toClient.flush();
        return goesOn;
    }

    private boolean forward(HttpHead request, List<Effect> effects) throws IOException {
        InputStream answers;
        HttpHead answer;
        boolean bodySent;
        try {
            answers = connected();
            OutputStream toStore = store.getOutputStream();
            toStore.write(request.bytes());
            answer = expectsLeave(request) ? answerBeforeBody(answers) : null;
            bodySent = answer == null;
            if (answer == null) {
                sendBody(request, toStore, effects);
                answer = finalAnswer(answers);
            }
        } finally {
            proxy.answered(); // before the client knows it, who may be quick with the next one
        }
        return pass(request, answer, answers, effects) && bodySent;
    }

    private InputStream connected() throws IOException {
        if (fromStore == null) {
            store.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), storePort));
            fromStore = new BufferedInputStream(store.getInputStream());
        }
        return fromStore;
    }

    /** The store's answer if it does not want the body; null if it does, or if it does not say. */
    private @Nullable HttpHead answerBeforeBody(InputStream answers) throws IOException {
        store.setSoTimeout(PATIENCE_FOR_CONTINUE_MILLIS);
        try {
            answers.mark(1);
            if (answers.read() < 0) {
                throw new EOFException("the store hung up");
            }
            answers.reset();
        } catch (SocketTimeoutException e) {
            return null;
        } finally {
            store.setSoTimeout(0);
        }
        HttpHead answer = head(answers);
        if (answer.status() != 100) {
            return answer;
        }
        toClient.write(answer.bytes());
        toClient.flush();
        return null;
    }

    private void sendBody(HttpHead request, OutputStream toStore, List<Effect> effects) throws IOException {
        long[] passed = {0};
        boolean[] storeReads = {true};
        HttpBody.ofRequest(request).transfer(fromClient, (bytes, length) -> {
            int passing = length;
            for (Effect effect : effects) {
                if (effect instanceof Effect.DamageBody damage) {
                    long index = damage.atByte() - passed[0];
                    if (index >= 0 && index < length) {
                        bytes[(int) index] ^= 1;
                    }
                } else if (effect instanceof Effect.CutBody cut && passed[0] + length > cut.afterBytes()) {
                    passing = (int) Math.max(0, cut.afterBytes() - passed[0]);
                }
            }
            proxy.sent(length);
            passed[0] += length;
            storeReads[0] = storeReads[0] && wrote(toStore, bytes, passing);
            if (passing < length) {
                throw new IOException("cut, as ordered");
            }
        });
    }

    /** A store that refuses early answers and reads no further: the answer is worth having all the same. */
    private static boolean wrote(OutputStream toStore, byte[] bytes, int length) {
        try {
            toStore.write(bytes, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpHead head(InputStream answers) throws IOException {
        return HttpHead.read(answers).orElseThrow(() -> new EOFException("the store hung up"));
    }

    private static HttpHead finalAnswer(InputStream answers) throws IOException {
        HttpHead answer = head(answers);
        while (answer.status() < 200) {
            answer = head(answers);
        }
        return answer;
    }

    private boolean pass(HttpHead request, HttpHead answer, InputStream answers, List<Effect> effects)
            throws IOException {
        HttpHead changed = answer;
        OutputStream receiver = toClient;
        for (Effect effect : effects) {
            if (effect instanceof Effect.ChangeAnswer change) {
                changed = changed.with(change.header(), change.value());
            } else if (effect instanceof Effect.DelayAnswer delay) {
                proxy.pause(delay.time());
            } else if (effect instanceof Effect.LoseAnswer) {
                receiver = OutputStream.nullOutputStream();
            }
        }
        OutputStream out = receiver;
        out.write(changed.bytes());
        HttpBody body = HttpBody.ofAnswer(answer, request.word(0));
        body.transfer(answers, (bytes, length) -> out.write(bytes, 0, length));
        out.flush();
        if (!out.equals(toClient)) {
            throw new IOException("lost, as ordered");
        }
        return body.form() != HttpBody.Form.TO_THE_END
                && !answer.header("connection").equalsIgnoreCase("close")
                && !request.header("connection").equalsIgnoreCase("close");
    }
}
