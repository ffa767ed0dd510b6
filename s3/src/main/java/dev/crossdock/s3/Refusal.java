package dev.crossdock.s3;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A store's "no", as it said it.
 *
 * @param status the HTTP status; 200 if the error came in the body of a success
 * @param code S3's error code; empty if there was none
 * @param message the store's own words; may be empty
 * @param bucketRegion where the store says that the bucket is, if it says so
 */
record Refusal(
        int status, String code, String message, @Nullable String bucketRegion) {

    private static final Pattern ERROR = Pattern.compile("<Error[\\s>]");
    private static final String CODE_FORM = "[A-Za-z0-9._-]{1,100}";
    private static final Pattern CODE = Pattern.compile("<Code>\\s*(" + CODE_FORM + ")\\s*</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{0,1000})</Message>");

    private static final Set<String> UNSUPPORTED = Set.of(
            "NotImplemented", "InvalidArgument", "InvalidRequest", "UnsupportedArgument", "UnsupportedOperation");

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
    private static final Set<String> DAMAGED = Set.of(
            "BadDigest",
            "InvalidDigest",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch",
            "ChecksumMismatch",
            "InvalidChecksum");

    /** Reads the error that the body of an answer may hold. */
    static Refusal of(int status, String body, @Nullable String bucketRegion) {
        if (!ERROR.matcher(body).find()) {
            return new Refusal(status, "", "", bucketRegion);
        }
        return new Refusal(status, first(CODE, body), StoreErrors.oneLine(first(MESSAGE, body)), bucketRegion);
    }

    static Refusal of(AwsServiceException e) {
        var details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String message = details == null ? "" : StoreErrors.oneLine(details.errorMessage());
        String region = details == null || details.sdkHttpResponse() == null
                ? null
                : details.sdkHttpResponse()
                        .firstMatchingHeader(S3Headers.BUCKET_REGION)
                        .orElse(null);
        // Where the answer had no body, the SDK puts the status in the code's place. It takes anything for a code.
        boolean noCode = code.equals(Integer.toString(e.statusCode())) || !code.matches(CODE_FORM);
        return new Refusal(e.statusCode(), noCode ? "" : code, message, region);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Whether the store may take the same request with less in it. */
    boolean saysUnsupported() {
        return status == 501 || (status == 400 && UNSUPPORTED.contains(code));
    }

    /** Whether the credentials were good and are so no more. */
    boolean saysExpired() {
        return EXPIRED.contains(code);
    }

    /** Whether the store got other bytes than were announced. */
    boolean saysDamaged() {
        return DAMAGED.contains(code);
    }
}
