package dev.crossdock.cli;

import java.security.Provider;
import java.security.Security;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conscrypt as the first security provider: AES, SHA and TLS in native code, so that nothing has to wait for the JIT.
 * Only the command does this; a library user's JVM keeps its own providers.
 */
final class NativeProvider {

    private NativeProvider() {}

    /** Puts it first, or leaves everything as it was where its library can't be loaded. */
    static void install() {
        Logger log = LoggerFactory.getLogger(NativeProvider.class);
        try {
            Provider provider = load();
            Security.insertProviderAt(provider, 1);
            log.debug("cryptography by {}, in native code", describe(provider));
        } catch (LinkageError | RuntimeException e) {
            log.debug("cryptography by the JDK itself: Conscrypt has no library for this platform", e);
        }
    }

    /** What {@code --version} says; nothing is logged, for that alone would take as long as all the rest. */
    static String description() {
        try {
            return describe(load());
        } catch (LinkageError | RuntimeException e) {
            return "the JDK itself";
        }
    }

    private static Provider load() {
        return Conscrypt.newProviderBuilder().provideTrustManager(false).build();
    }

    private static String describe(Provider provider) {
        Conscrypt.Version version = Conscrypt.version();
        return version == null
                ? provider.getName()
                : provider.getName() + " " + version.major() + "." + version.minor() + "." + version.patch();
    }
}
