package dev.crossdock.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What goes wrong with which requests: those of one operation, the first of them unless said otherwise.
 *
 * <pre>{@code
 * proxy.on(UPLOAD_PART).part(3).times(2).slowDown();
 * }</pre>
 *
 * <p>The last call gives the order. Requests are counted from then on, the client's later attempts included.
 */
public final class S3Fault {

    /** What a test does while a request waits. */
    @FunctionalInterface
    public interface Deed {
        void run() throws Exception;
    }

    /** What is done to a request or its answer. */
    sealed interface Effect {

        /** The client gets this answer, and the store never sees the request. */
        record Refuse(int status, String code, Map<String, String> headers) implements Effect {}

        /** The client's connection is reset once the request was read, and the store never sees it. */
        record Drop() implements Effect {}

        /** The client's connection is reset once the store has answered. */
        record LoseAnswer() implements Effect {}

        /** Both connections are reset once so many bytes of the body went through. */
        record CutBody(long afterBytes) implements Effect {}

        /** One bit of the body is another one. */
        record DamageBody(long atByte) implements Effect {}

        /** A header of the answer is another one, or missing if empty. */
        record ChangeAnswer(String header, String value) implements Effect {}

        /** The answer comes late. */
        record DelayAnswer(Duration time) implements Effect {}

        /** Something happens elsewhere before the store sees the request. */
        record Meanwhile(Deed deed) implements Effect {}

        /** Whether the store never sees the request. */
        default boolean keepsFromStore() {
            return this instanceof Refuse || this instanceof Drop;
        }
    }

    private final S3FaultProxy proxy;
    private final Map<Integer, Integer> seen = new HashMap<>();
    private Predicate<S3Call> wanted;
    private boolean eachPart;
    private int atOnce;
    private int first = 1;
    private int count = 1;
    private Effect effect = new Effect.Drop();

    S3Fault(S3FaultProxy proxy, Predicate<S3Call> wanted) {
        this.proxy = proxy;
        this.wanted = wanted;
    }

    /** Only requests with this part number. */
    public S3Fault part(int number) {
        return where(call -> call.partNumber() == number);
    }

    /** Only requests that also fit this. */
    public S3Fault where(Predicate<S3Call> condition) {
        wanted = wanted.and(condition);
        return this;
    }

    /** Only requests that come while so many of any kind are at the store already. */
    public S3Fault beyondAtOnce(int requests) {
        atOnce = requests;
        return this;
    }

    /** The requests of each part are counted on their own. */
    public S3Fault eachPart() {
        eachPart = true;
        return this;
    }

    /** Not the first one but this, counted from 1. */
    public S3Fault nth(int number) {
        first = number;
        return this;
    }

    /** So many in a row, not one. */
    public S3Fault times(int number) {
        count = number;
        return this;
    }

    /** Every one from there on. */
    public S3Fault always() {
        return times(Integer.MAX_VALUE);
    }

    /** 503 SlowDown. */
    public void slowDown() {
        refuse(503, "SlowDown");
    }

    /** 500 InternalError. */
    public void internalError() {
        refuse(500, "InternalError");
    }

    /** 200 with an error in its body; the store never sees the request. */
    public void errorInSuccess(String code) {
        refuse(200, code);
    }

    /** 404 NoSuchUpload. */
    public void noSuchUpload() {
        refuse(404, "NoSuchUpload");
    }

    /** 400 ExpiredToken. */
    public void expiredToken() {
        refuse(400, "ExpiredToken");
    }

    /** 403 RequestTimeTooSkewed from a store that has this time. */
    public void timeTooSkewed(Instant time) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
        order(new Effect.Refuse(403, "RequestTimeTooSkewed", Map.of("date", date)));
    }

    /** An error of the store's, which never sees the request. */
    public void refuse(int status, String code) {
        order(new Effect.Refuse(status, code, Map.of()));
    }

    /** The request is lost on its way: the store never sees it, the client's connection is reset. */
    public void drop() {
        order(new Effect.Drop());
    }

    /** The store acts and its answer is lost: the client's connection is reset. */
    public void loseAnswer() {
        order(new Effect.LoseAnswer());
    }

    /** The connections to both are reset after so many bytes of the body. */
    public void cutBody(long afterBytes) {
        order(new Effect.CutBody(afterBytes));
    }

    /** The store gets one bit of the body wrong. */
    public void damageBody(long atByte) {
        order(new Effect.DamageBody(atByte));
    }

    /** The store acts, and a header of its answer says something else. */
    public void answerWith(String header, String value) {
        order(new Effect.ChangeAnswer(header, value));
    }

    /** The store acts, and a header of its answer is missing. */
    public void answerWithout(String header) {
        answerWith(header, "");
    }

    /** The store acts, and its answer comes later. */
    public void delayAnswer(Duration time) {
        order(new Effect.DelayAnswer(time));
    }

    /** Does this first; the store sees the request afterwards. What it throws is thrown when the proxy is closed. */
    public void meanwhile(Deed deed) {
        order(new Effect.Meanwhile(deed));
    }

    private void order(Effect wantedEffect) {
        effect = wantedEffect;
        proxy.take(this);
    }

    Effect effect() {
        return effect;
    }

    /** Counts a request, and says whether it is one of those. Guarded by the proxy's lock. */
    boolean hits(S3Call call, int underWay) {
        if (!wanted.test(call) || underWay < atOnce) {
            return false;
        }
        int number = seen.merge(eachPart ? call.partNumber() : 0, 1, Integer::sum);
        return number >= first && number - first < count;
    }
}
