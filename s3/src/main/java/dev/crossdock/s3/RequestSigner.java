package dev.crossdock.s3;

import dev.crossdock.StoreException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs PUT requests by Signature Version 4 without reading their bodies: the transport (or a checksum) protects the
 * bytes, hashing them again would cost more than sending them. Every header that is given is signed.
 */
final class RequestSigner {

    private final StoreCredentials credentials;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    RequestSigner(StoreCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The headers of a PUT whose body is sent as it is, {@code host} and {@code authorization} among them. */
    Map<String, String> signUnsignedPayload(
            ObjectAddress address, Map<String, String> query, Map<String, String> headers) throws StoreException {
        return sign(request(address, query, headers), address, false);
    }

    /**
     * The headers of a PUT whose body is framed as {@link TrailerBody} does it, {@code content-length} among them:
     * that of the framed body.
     */
    Map<String, String> signTrailer(
            ObjectAddress address, Map<String, String> query, Map<String, String> headers, long decodedLengthBytes)
            throws StoreException {
        SdkHttpRequest.Builder request = request(address, query, headers);
        // The signer moves this to x-amz-decoded-content-length and puts the framed length in its place.
        request.putHeader(S3Headers.CONTENT_LENGTH, Long.toString(decodedLengthBytes));
        return sign(request, address, true);
    }

    /** As whom a request would be signed now. */
    AwsCredentials signsAs() throws StoreException {
        return credentials.now();
    }

    /** Whether there can ever be others than those that were given. */
    boolean mayGetOthers() {
        return !(credentials.provider() instanceof StaticCredentialsProvider);
    }

    /** Whether there are newer credentials now. */
    boolean hasNewerThan(AwsCredentials used) throws StoreException {
        AwsCredentials now = credentials.now();
        return !now.equals(used) || !now.expirationTime().equals(used.expirationTime());
    }

    private static SdkHttpRequest.Builder request(
            ObjectAddress address, Map<String, String> query, Map<String, String> headers) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                // Some versions of the signer insist on hashing the payload when the protocol is http. The protocol is
                // no part of a signature; only the Host header is, hence the port is said where it is unusual.
                .protocol("https")
                .host(address.host())
                .port(address.unusualPort() < 0 ? 443 : address.unusualPort())
                .encodedPath(address.encodedPath());
        query.forEach(request::putRawQueryParameter);
        headers.forEach(request::putHeader);
        return request;
    }

    private Map<String, String> sign(SdkHttpRequest.Builder request, ObjectAddress address, boolean trailer)
            throws StoreException {
        AwsCredentials identity = credentials.now();
        SignRequest.Builder<AwsCredentialsIdentity> sign = SignRequest.builder((AwsCredentialsIdentity) identity)
                .request(request.build())
                .putProperty(AwsV4HttpSigner.REGION_NAME, address.signingRegion())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, address.signingName())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, trailer)
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock);
        if (trailer) {
            sign.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32C);
        }
        Map<String, String> signed = new LinkedHashMap<>();
        signer.sign(sign.build())
                .request()
                .forEachHeader((name, values) -> signed.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return signed;
    }
}
