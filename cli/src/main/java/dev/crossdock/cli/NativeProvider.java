package dev.crossdock.cli;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conscrypt as the first security provider: AES, SHA and TLS in native code, so that nothing has to wait for the JIT.
 * Only the command does this; a library user's JVM keeps its own providers.
 */
final class NativeProvider {

    private static final Logger LOG = LoggerFactory.getLogger(NativeProvider.class);

    private NativeProvider() {}

    /** Puts it first, or leaves everything as it was where its library can't be loaded. */
    static void install() {
        Optional<Provider> provider = load();
        provider.ifPresent(first -> Security.insertProviderAt(first, 1));
        LOG.debug(
                "cryptography by {}",
                provider.map(NativeProvider::describe).orElse("the JDK itself: there is no native library for this platform"));
    }

    /** What {@code --version} says. */
    static String description() {
        return load().map(NativeProvider::describe).orElse("the JDK's own");
    }

    private static Optional<Provider> load() {
        try {
            return Optional.of(Conscrypt.newProviderBuilder().provideTrustManager(false).build());
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("Conscrypt can't be loaded", e);
            return Optional.empty();
        }
    }

    private static String describe(Provider provider) {
        Conscrypt.Version version = Conscrypt.version();
        return version == null
                ? provider.getName()
                : provider.getName() + " " + version.major() + "." + version.minor() + "." + version.patch();
    }
}
