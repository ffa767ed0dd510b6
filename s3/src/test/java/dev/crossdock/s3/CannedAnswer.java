package dev.crossdock.s3;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What carries the SDK's requests to nowhere, and answers each of them by the same bytes. */
final class CannedAnswer implements SdkHttpClient {

    private FuzzedAnswer answer = FuzzedAnswer.of(new byte[0]);
    private int requests;

    void set(FuzzedAnswer next) {
        answer = next;
        requests = 0;
    }

    /** How many were made since the answer was set. */
    int requests() {
        return requests;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                requests++;
                SdkHttpFullResponse.Builder head =
                        SdkHttpResponse.builder().statusCode(answer.status()).statusText("As it is");
                answer.headers().forEach(head::appendHeader);
                HttpExecuteResponse.Builder response =
                        HttpExecuteResponse.builder().response(head.build());
                if (answer.body().length > 0) {
                    response.responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())));
                }
                return response.build();
            }

            @Override
            public void abort() {
                // Nothing is under way.
            }
        };
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
