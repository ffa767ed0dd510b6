package dev.crossdock.testkit;

import static dev.crossdock.testkit.S3Operation.COMPLETE;
import static dev.crossdock.testkit.S3Operation.CREATE_UPLOAD;
import static dev.crossdock.testkit.S3Operation.PUT_OBJECT;
import static dev.crossdock.testkit.S3Operation.UPLOAD_PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the proxy to a server that says what it got. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class S3FaultProxyTest {

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private HttpServer store;
    private S3FaultProxy proxy;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", this::answer);
        store.start();
        proxy = S3FaultProxy.to(store.getAddress().getPort());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        store.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        arrived.add(exchange.getRequestMethod() + " " + new String(body, StandardCharsets.UTF_8));
        exchange.getResponseHeaders().add("ETag", "\"right\"");
        byte[] answer = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        // A length of 0 means chunks here.
        exchange.sendResponseHeaders(
                200, head ? -1 : exchange.getRequestMethod().equals("GET") ? 0 : answer.length);
        if (!head) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    @Test
    void passesEverythingThroughWithTheClientsOwnHost() throws Exception {
        assertThat(send("GET", "/lake/key?uploads", "").body())
                .isEqualTo(proxy.endpoint().getAuthority());
        assertThat(send("PUT", "/lake/key", "bytes").headers().firstValue("etag"))
                .contains("\"right\"");
        assertThat(send("HEAD", "/lake/key", "").statusCode()).isEqualTo(200);
        assertThat(arrived).containsExactly("GET ", "PUT bytes", "HEAD ");
        assertThat(proxy.calls().stream().map(S3Call::operation))
                .containsExactly(S3Operation.LIST_UPLOADS, PUT_OBJECT, S3Operation.HEAD_OBJECT);
        assertThat(proxy.bodyBytes()).isEqualTo(5);
    }

    @Test
    void passesChunkedBodiesAndAsksForLeaveToSendThem() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/lake/key"))
                .expectContinue(true)
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofString("in chunks")))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(arrived).containsExactly("PUT in chunks");
    }

    @Test
    void refusesTheRequestsThatItWasToldAndNoOthers() throws Exception {
        proxy.on(UPLOAD_PART).part(2).nth(2).times(2).slowDown();
        assertThat(statusOfPart(1)).isEqualTo(200);
        assertThat(statusOfPart(2)).isEqualTo(200);
        assertThat(statusOfPart(2)).isEqualTo(503);
        assertThat(statusOfPart(1)).isEqualTo(200);
        assertThat(statusOfPart(2)).isEqualTo(503);
        assertThat(statusOfPart(2)).isEqualTo(200);
        assertThat(proxy.count(UPLOAD_PART)).isEqualTo(6);
        assertThat(proxy.countOfPart(2)).isEqualTo(4);
        assertThat(arrived).hasSize(4);
    }

    @Test
    void countsEachPartOnItsOwn() throws Exception {
        proxy.on(UPLOAD_PART).eachPart().internalError();
        assertThat(statusOfPart(1)).isEqualTo(500);
        assertThat(statusOfPart(2)).isEqualTo(500);
        assertThat(statusOfPart(1)).isEqualTo(200);
        assertThat(statusOfPart(2)).isEqualTo(200);
    }

    @Test
    void refusesWhatExceedsSoManyAtOnce() throws Exception {
        proxy.onAny().beyondAtOnce(2).always().slowDown();
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(2);
        proxy.on(UPLOAD_PART).times(2).meanwhile(() -> {
            held.countDown();
            refused.await();
        });
        List<CompletableFuture<Integer>> first = List.of(statusOfPartLater(1), statusOfPartLater(2));
        held.await();
        assertThat(statusOfPart(3)).isEqualTo(503);
        assertThat(send("HEAD", "/lake/key", "").statusCode()).isEqualTo(503);
        refused.countDown();
        assertThat(first).extracting(CompletableFuture::join).containsExactly(200, 200);
        assertThat(statusOfPart(3)).isEqualTo(200);
        assertThat(arrived).hasSize(3);
    }

    @Test
    void refusesBeforeTheBodyWhereLeaveIsAskedFor() throws Exception {
        proxy.on(PUT_OBJECT).slowDown();
        HttpRequest request = HttpRequest.newBuilder(uri("/lake/key"))
                .expectContinue(true)
                .PUT(BodyPublishers.ofString("never sent"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(503);
        assertThat(proxy.bodyBytes()).isZero();
    }

    @Test
    void saysErrorsAsStoresDo() throws Exception {
        proxy.on(COMPLETE).errorInSuccess("InternalError");
        HttpResponse<String> complete = send("POST", "/lake/key?uploadId=u", "<xml/>");
        assertThat(complete.statusCode()).isEqualTo(200);
        assertThat(complete.body()).contains("<Code>InternalError</Code>");
        proxy.on(CREATE_UPLOAD).timeTooSkewed(Instant.EPOCH);
        HttpResponse<String> create = send("POST", "/lake/key?uploads", "");
        assertThat(create.statusCode()).isEqualTo(403);
        assertThat(create.headers().firstValue("date")).contains("Thu, 1 Jan 1970 00:00:00 GMT");
        assertThat(arrived).isEmpty();
    }

    @Test
    void dropsRequestsBeforeTheStoreSeesThem() {
        proxy.on(UPLOAD_PART).drop();
        assertThatThrownBy(() -> statusOfPart(1)).isInstanceOf(IOException.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void losesAnswersAfterTheStoreActed() {
        proxy.on(UPLOAD_PART).loseAnswer();
        assertThatThrownBy(() -> statusOfPart(1)).isInstanceOf(IOException.class);
        assertThat(arrived).containsExactly("PUT part");
    }

    @Test
    void cutsInTheMiddleOfABody() {
        proxy.on(PUT_OBJECT).cutBody(4);
        assertThatThrownBy(() -> send("PUT", "/lake/key", "a long body")).isInstanceOf(IOException.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void damagesOneBit() throws Exception {
        proxy.on(PUT_OBJECT).damageBody(2);
        assertThat(send("PUT", "/lake/key", "abcde").statusCode()).isEqualTo(200);
        assertThat(arrived).containsExactly("PUT abbde");
    }

    @Test
    void changesAnswers() throws Exception {
        proxy.on(PUT_OBJECT).answerWith("etag", "\"wrong\"");
        proxy.on(PUT_OBJECT).nth(2).answerWithout("etag");
        assertThat(send("PUT", "/lake/key", "").headers().allValues("etag")).containsExactly("\"wrong\"");
        assertThat(send("PUT", "/lake/key", "").headers().allValues("etag")).isEmpty();
        assertThat(arrived).hasSize(2);
    }

    @Test
    void delaysAnswersUntilItIsClosed() throws Exception {
        proxy.on(PUT_OBJECT).delayAnswer(Duration.ofMillis(1));
        assertThat(send("PUT", "/lake/key", "").statusCode()).isEqualTo(200);
        proxy.on(PUT_OBJECT).delayAnswer(Duration.ofHours(1));
        var never = client.sendAsync(
                HttpRequest.newBuilder(uri("/lake/key"))
                        .PUT(BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        proxy.close();
        assertThatThrownBy(never::join).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void doesWhatIsToBeDoneBeforeTheStoreSeesTheRequest() throws Exception {
        proxy.on(PUT_OBJECT).meanwhile(() -> arrived.add("meanwhile"));
        assertThat(send("PUT", "/lake/key", "bytes").statusCode()).isEqualTo(200);
        assertThat(arrived).containsExactly("meanwhile", "PUT bytes");
    }

    @Test
    void saysInTheEndThatADeedFailed() throws Exception {
        S3FaultProxy other = S3FaultProxy.to(store.getAddress().getPort());
        other.on(PUT_OBJECT).meanwhile(() -> {
            throw new IOException("no such file");
        });
        HttpRequest request = HttpRequest.newBuilder(other.endpoint().resolve("/lake/key"))
                .PUT(BodyPublishers.noBody())
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThatThrownBy(other::close)
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("no such file");
    }

    private int statusOfPart(int number) throws Exception {
        return send("PUT", "/lake/key?partNumber=" + number + "&uploadId=u", "part")
                .statusCode();
    }

    private CompletableFuture<Integer> statusOfPartLater(int number) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return statusOfPart(number);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private HttpResponse<String> send(String method, String pathAndQuery, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(pathAndQuery))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String pathAndQuery) {
        return URI.create(proxy.endpoint() + pathAndQuery);
    }
}
