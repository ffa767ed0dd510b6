package dev.crossdock.s3;

import java.net.ProxySelector;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client under both planes. It does what it is told once: no retries, redirects, cookies, caches of
 * authentication or decompression, and no limit on connections but what the engine has in flight.
 */
final class Transport implements AutoCloseable {

    private static final int MORE_CONNECTIONS_THAN_PARTS_IN_FLIGHT = 4096;

    /** A connection that was idle for longer may have been forgotten by whatever stands between. */
    private static final TimeValue KEEP_IDLE = TimeValue.ofSeconds(20);

    /** After this pause a connection is looked at before it is used: the store may have closed it. */
    private static final TimeValue TRUST_IDLE = TimeValue.ofMilliseconds(100);

    private static final Timeout CONTINUE_TIMEOUT = Timeout.ofSeconds(1);

    private static final int KEEP_ALIVE_IDLE_SECONDS = 30;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEP_ALIVE_PROBES = 3;

    private final Duration stallTimeout;
    private final CloseableHttpClient client;
    private final RequestConfig requestDefaults;
    private final StallWatch watch;

    Transport(Duration connectTimeout, Duration stallTimeout, @Nullable SSLContext tls, StoreLatency latency) {
        this.stallTimeout = stallTimeout;
        this.watch = new StallWatch(stallTimeout);
        this.requestDefaults = RequestConfig.custom()
                .setProtocolUpgradeEnabled(false)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setConnectionKeepAlive(KEEP_IDLE)
                .setConnectionRequestTimeout(Timeout.of(connectTimeout))
                .build();
        this.client = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .responseOutOfOrderStrategy(new EarlyAnswer())
                                .build())
                        .setTlsSocketStrategy(new TrustedTls(tls, connectTimeout))
                        .setMaxConnTotal(MORE_CONNECTIONS_THAN_PARTS_IN_FLIGHT)
                        .setMaxConnPerRoute(MORE_CONNECTIONS_THAN_PARTS_IN_FLIGHT)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(connectTimeout))
                                .setSocketTimeout(Timeout.of(stallTimeout))
                                .setValidateAfterInactivity(TRUST_IDLE)
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setTcpNoDelay(true)
                                .setSoKeepAlive(true)
                                .setTcpKeepIdle(KEEP_ALIVE_IDLE_SECONDS)
                                .setTcpKeepInterval(KEEP_ALIVE_INTERVAL_SECONDS)
                                .setTcpKeepCount(KEEP_ALIVE_PROBES)
                                .setSoTimeout(Timeout.of(stallTimeout))
                                .build())
                        .build())
                .setRequestExecutor(new OneAttemptExecutor(CONTINUE_TIMEOUT, latency))
                .setConnectionReuseStrategy(
                        (request, answer, context) -> !Exchange.in(context).isConnectionBroken()
                                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, answer, context))
                .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
                .setDefaultRequestConfig(requestDefaults)
                .setUserAgent("crossdock")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    CloseableHttpClient client() {
        return client;
    }

    RequestConfig requestDefaults() {
        return requestDefaults;
    }

    /** How long an answer may take, and how long nothing may move. */
    Duration stallTimeout() {
        return stallTimeout;
    }

    void register(Exchange exchange) {
        watch.register(exchange);
    }

    void forget(Exchange exchange) {
        watch.forget(exchange);
    }

    /** Ends what is under way and closes every connection. */
    @Override
    public void close() {
        watch.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
