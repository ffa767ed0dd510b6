package dev.crossdock.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A store inside the test's JVM that answers as a script says, on the bare socket, so that it can also answer too early,
 * too much, nonsense or nothing.
 */
final class HostileStore implements AutoCloseable {

    /** Answers one request. */
    interface Script {
        void serve(Request request, Wire wire) throws IOException;
    }

    /** The head of a request. Header names are in lower case. */
    record Request(String method, String target, Map<String, String> headers) {

        long contentLength() {
            return Long.parseLong(headers.getOrDefault("content-length", "0"));
        }

        boolean isPart() {
            return method.equals("PUT") && target.contains("partNumber=");
        }

        boolean isCreate() {
            return method.equals("POST") && target.contains("?uploads");
        }

        boolean isComplete() {
            return method.equals("POST") && target.contains("uploadId=");
        }
    }

    /** The connection that a request came on. */
    static final class Wire {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final boolean expectsContinue;
        private long left;

        private Wire(Socket socket, InputStream in, OutputStream out, Request request) {
            this.socket = socket;
            this.in = in;
            this.out = out;
            this.expectsContinue = request.headers().containsKey("expect");
            this.left = request.contentLength();
        }

        /** Asks for the body where the client waits for that, and reads it. */
        byte[] readBody() throws IOException {
            if (expectsContinue) {
                send("HTTP/1.1 100 Continue\r\n\r\n");
            }
            return readBodyUnasked();
        }

        /** Reads the body as a store does that never heard of Expect. */
        byte[] readBodyUnasked() throws IOException {
            byte[] body = in.readNBytes(Math.toIntExact(left));
            left = 0;
            return body;
        }

        void readSome(int bytes) throws IOException {
            left -= in.readNBytes(bytes).length;
        }

        /** Sends an answer without having read the body, whatever is left of it. */
        void answerEarly(String statusLine, String body, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + statusLine + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
            send(head.toString());
            out.write(bytes);
            out.flush();
        }

        void answer(String statusLine, String body, String... headers) throws IOException {
            readBody();
            answerEarly(statusLine, body, headers);
        }

        void error(String statusLine, String code) throws IOException {
            answer(statusLine, errorXml(code));
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Sends this again and again, with less between than any wait for it takes, until nobody takes it any more. */
        void trickle(String piece) {
            try {
                while (true) {
                    send(piece);
                    Thread.sleep(20);
                }
            } catch (IOException e) {
                // the other side has enough
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void close() throws IOException {
            socket.close();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Answers nothing more. Returns, when the peer gives up, how many bytes still came. */
        long fallSilent() {
            long came = 0;
            try {
                while (in.read() >= 0) {
                    came++;
                }
            } catch (IOException e) {
                // A peer that ends a request may reset the connection.
            }
            return came;
        }
    }

    static String errorXml(String code) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                + "</Code><Message>As the test wants it.</Message><RequestId>1</RequestId></Error>";
    }

    private final ServerSocket listening;
    private final Thread accepting;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    HostileStore(Script script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Every request whose head has come, in order. */
    List<Request> requests() {
        return requests;
    }

    /** How many connections were made so far. */
    int connections() {
        return sockets.size();
    }

    List<Request> parts() {
        return requests.stream().filter(Request::isPart).toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                // Head and body of an answer go out one by one: the second must not wait for the first's ACK.
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String requestLine = line(in); !requestLine.isEmpty(); requestLine = line(in)) {
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                List<String> words = List.of(requestLine.split(" "));
                Request request = new Request(words.get(0), words.get(1), headers);
                requests.add(request);
                script.serve(request, new Wire(socket, in, out, request));
            }
        } catch (IOException e) {
            // The client went away, as it may.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** Afterwards nobody is at the port. */
    @Override
    public void close() throws IOException {
        listening.close();
        // Until the thread that accepts has gone, a socket that it waits on may let one more in: closing only wakes it.
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
