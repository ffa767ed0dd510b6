package dev.crossdock.s3;

import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * The SDK's client, whose failure to read an answer is always an exception of the SDK. Left alone, it lets through what
 * the platform's XML parser throws beyond its contract, and the end of the stack where an answer is nested deeper than
 * the platform limits: Java 21 limits no depth at all.
 */
final class GuardedClient extends DelegatingS3Client {

    GuardedClient(S3Client client) {
        super(client);
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        try {
            return operation.apply(request);
        } catch (SdkException | IllegalStateException e) {
            // The second is what using a closed store ends in, or a defect of ours.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw SdkClientException.create("the answer can't be read", e);
        }
    }
}
