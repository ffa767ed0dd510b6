package dev.crossdock.s3;

import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Puts what went wrong at a store in one sentence, and says of which kind it is. An {@code action} is what could not be
 * done, as in "store part 3 of s3://lake/in/x".
 */
final class StoreErrors {

    private static final int LONGEST_QUOTE = 200;

    private final String store;

    /** @param store how the store is called in messages */
    StoreErrors(String store) {
        this.store = store;
    }

    /** A store that said no. */
    StoreException refused(String action, String bucket, Refusal refusal) {
        return refused(action, bucket, refusal, null);
    }

    /** A call of the SDK that failed. */
    StoreException ofSdk(String action, String bucket, SdkException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof TransportFailure failure) {
                return silent(action, failure);
            }
        }
        if (e instanceof AwsServiceException refusal) {
            return refused(action, bucket, Refusal.of(refusal), e);
        }
        return notS3(action, "its answer can't be read", e);
    }

    /** A call of the SDK that failed and would have left something at the store: an object, or an upload. */
    StoreException ofLeaving(String action, String bucket, SdkException e) {
        StoreException failure = ofSdk(action, bucket, e);
        return e instanceof AwsServiceException ? failure : leaving(failure);
    }

    /** What a failure to send or to understand means where the request would have left something at the store. */
    StoreException leaving(StoreException failure) {
        Throwable cause = failure.getCause();
        boolean unread = cause instanceof TransportFailure transport
                ? transport.reach() == TransportFailure.Reach.NOT_HTTP
                : cause instanceof SdkException && !(cause instanceof AwsServiceException);
        return unread ? unreadable(failure) : failure;
    }

    /** An answer of success, or none that can be read, to a request that leaves something: it may be there. */
    StoreException unreadable(String action, String reason) {
        return unreadable(notS3(action, reason, null));
    }

    private static StoreException unreadable(StoreException notS3) {
        return new StoreException(
                Kind.NO_ANSWER,
                Objects.requireNonNullElse(notS3.getMessage(), ""),
                "look at what stands before the store, and check the endpoint's URL",
                notS3.getCause());
    }

    /** A store that said nothing. */
    StoreException silent(String action, TransportFailure failure) {
        return switch (failure.reach()) {
            case NOT_SENT ->
                new StoreException(
                        Kind.UNREACHABLE,
                        "Could not " + action + ": " + store + " can't be reached, " + failure.getMessage() + ".",
                        failure.hint(),
                        failure);
            case SENT ->
                new StoreException(
                        Kind.NO_ANSWER,
                        "Could not " + action + ": no answer from " + store + ", " + failure.getMessage() + ".",
                        failure.hint(),
                        failure);
            case NOT_HTTP -> notS3(action, failure.getMessage(), failure);
            case UNTRUSTED ->
                new StoreException(
                        Kind.REJECTED,
                        "Could not " + action + ": " + store + " can't be trusted, " + failure.getMessage() + ".",
                        failure.hint(),
                        failure);
            case INTERRUPTED -> ended(Kind.REJECTED, action, failure);
            case ENDED_UNSENT -> ended(Kind.UNREACHABLE, action, failure);
            case ENDED_SENT -> ended(Kind.NO_ANSWER, action, failure);
        };
    }

    private static StoreException ended(Kind kind, String action, TransportFailure failure) {
        return new StoreException(
                kind,
                "Could not " + action + ": " + failure.getMessage() + " before its answer.",
                "start again",
                failure);
    }

    /** Something that answers, but not as a store does. */
    StoreException notS3(String action, @Nullable String reason, @Nullable Throwable cause) {
        return new StoreException(
                Kind.REJECTED,
                "Could not " + action + ": " + store + " does not look like an S3 store, " + oneLine(reason) + ".",
                "check the endpoint's URL",
                cause);
    }

    private StoreException refused(String action, String bucket, Refusal refusal, @Nullable Throwable cause) {
        return switch (refusal.code()) {
            case "NoSuchBucket" ->
                new StoreException(
                        Kind.NO_SUCH_BUCKET,
                        "Could not " + action + ": " + store + " has no bucket '" + bucket + "'.",
                        "create the bucket, or check its name and the endpoint",
                        cause);
            case "NoSuchUpload" ->
                say(Kind.NO_SUCH_UPLOAD, action, refusal, "somebody or a rule of the bucket ended the upload", cause);
            case "InvalidAccessKeyId",
                    "InvalidToken",
                    "MissingSecurityHeader",
                    "InvalidSecurity",
                    "XAdminUserNotFound" ->
                say(Kind.AUTHENTICATION, action, refusal, "check the access key, or the profile it comes from", cause);
            case "SignatureDoesNotMatch" ->
                say(Kind.AUTHENTICATION, action, refusal, "check the secret key and the region", cause);
            case "ExpiredToken", "TokenRefreshRequired", "ExpiredTokenException" ->
                say(Kind.AUTHENTICATION, action, refusal, "get new credentials", cause);
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" ->
                say(Kind.FORBIDDEN, action, refusal, "the credentials need leave to do this on the bucket", cause);
            case "PreconditionFailed" -> targetExists(action, cause);
            case "ConditionalRequestConflict", "OperationAborted" ->
                say(Kind.UNAVAILABLE, action, refusal, "another request is changing the same object", cause);
            case "SlowDown",
                    "SlowDownRead",
                    "SlowDownWrite",
                    "ServiceUnavailable",
                    "TooManyRequests",
                    "RequestLimitExceeded",
                    "Throttling",
                    "ThrottlingException",
                    "Busy" -> say(Kind.THROTTLED, action, refusal, "the store asks for fewer requests", cause);
            case "RequestTimeout", "InternalError", "IncompleteBody", "ClientDisconnected" ->
                say(Kind.UNAVAILABLE, action, refusal, "look at the store and at the network", cause);
            case "RequestTimeTooSkewed" -> say(Kind.UNAVAILABLE, action, refusal, "set this machine's clock", cause);
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException" ->
                say(Kind.REJECTED, action, refusal, regionHint(refusal), cause);
            case "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded" ->
                say(Kind.REJECTED, action, refusal, "make room at the store", cause);
            default -> byStatus(action, refusal, cause);
        };
    }

    private StoreException byStatus(String action, Refusal refusal, @Nullable Throwable cause) {
        int status = refusal.status();
        if (status == 503 || status == 429) {
            return say(Kind.THROTTLED, action, refusal, "the store asks for fewer requests", cause);
        }
        if (status == 501) {
            return say(Kind.REJECTED, action, refusal, "this store lacks something that was asked for", cause);
        }
        if (status == 502 || status == 504) {
            // Of something that stands before the store: what became of the request there, it does not know.
            return say(Kind.NO_ANSWER, action, refusal, "look at the store, and at what stands before it", cause);
        }
        if (status >= 500 || status == 408) {
            return say(Kind.UNAVAILABLE, action, refusal, "look at the store", cause);
        }
        if (status == 412) {
            return targetExists(action, cause);
        }
        if (status == 401) {
            return say(Kind.AUTHENTICATION, action, refusal, "check the credentials", cause);
        }
        if (status == 403) {
            return say(Kind.FORBIDDEN, action, refusal, "the credentials need leave to do this on the bucket", cause);
        }
        if (refusal.bucketRegion() != null) {
            return say(Kind.REJECTED, action, refusal, regionHint(refusal), cause);
        }
        if (refusal.code().isEmpty()) {
            return notS3(action, "it answers " + status + " without an S3 error", cause);
        }
        return say(Kind.REJECTED, action, refusal, "look up what the store means by it, and see its own log", cause);
    }

    private static StoreException targetExists(String action, @Nullable Throwable cause) {
        return new StoreException(
                Kind.TARGET_EXISTS,
                "Could not " + action + ": an object is there already, and it is not to be replaced.",
                "choose another key, or allow the object to be replaced",
                cause);
    }

    private static String regionHint(Refusal refusal) {
        return refusal.bucketRegion() == null
                ? "check the region and the endpoint"
                : "the bucket is in the region " + oneLine(refusal.bucketRegion());
    }

    private StoreException say(Kind kind, String action, Refusal refusal, String hint, @Nullable Throwable cause) {
        StringBuilder sentence =
                new StringBuilder("Could not ").append(action).append(": ").append(store);
        sentence.append(" answered ").append(refusal.code().isEmpty() ? refusal.status() : refusal.code());
        if (!refusal.message().isEmpty()) {
            sentence.append(" (").append(withoutFullStop(refusal.message())).append(')');
        }
        return new StoreException(kind, sentence.append('.').toString(), hint, cause);
    }

    private static String withoutFullStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** Somebody else's words, fit to stand in a sentence of ours. */
    static String oneLine(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return withoutFullStop(line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line);
    }
}
