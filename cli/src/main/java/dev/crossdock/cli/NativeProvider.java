package dev.crossdock.cli;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conscrypt as the first security provider: AES and SHA in native code, so that nothing has to wait for the JIT.
 * Only the command does this; a library user's JVM keeps its own providers.
 */
final class NativeProvider {

    private static final Pattern BULK =
            Pattern.compile("(Alg\\.Alias\\.)?(Cipher|Mac|MessageDigest)\\..*|Provider\\..*");

    /** One for the process, as the JVM's list of providers is. */
    private static final FutureTask<Provider> LOADING = new FutureTask<>(NativeProvider::newProvider);

    private NativeProvider() {}

    /** Begins to load it while the arguments are read, which takes as long; who needs it waits for it. */
    static void loadAhead() {
        Thread.ofPlatform().daemon().name("load conscrypt").start(LOADING);
    }

    /** Puts it first, or leaves everything as it was where its library can't be loaded. */
    static void install() {
        Logger log = LoggerFactory.getLogger(NativeProvider.class);
        try {
            Provider provider = load();
            keepBulkCryptography(provider);
            Security.insertProviderAt(provider, 1);
            log.debug("cryptography by {}, in native code; the JVM compiles with {}", describe(provider), compilers());
        } catch (LinkageError | RuntimeException e) {
            log.debug(
                    "cryptography by the JDK itself, because Conscrypt's library can't be loaded here ({});"
                            + " the JVM compiles with {}, so the first seconds are slower",
                    inOneLine(e),
                    compilers());
        }
    }

    /**
     * Leaves ciphers, MACs and digests, through which every byte goes, and takes the rest out: Conscrypt's TLS does not
     * get on with the JDK's trust managers (see {@link PlatformTrust}), and its elliptic curves do not know all that the
     * JDK's TLS asks about. Whoever makes an https connection by the JVM's defaults would have none.
     */
    private static void keepBulkCryptography(Provider provider) {
        for (Object name : List.copyOf(provider.keySet())) {
            if (!BULK.matcher(name.toString()).matches()) {
                provider.remove(name);
            }
        }
    }

    /**
     * Conscrypt's TLS with the JVM's trust, for the connections that carry the data: the JDK's would use the native AES
     * too, but through buffers outside the heap that it makes anew for each record. Empty where there is none.
     */
    static Optional<SSLContext> tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS", newProvider());
            context.init(null, new TrustManager[] {new PlatformTrust()}, null);
            return Optional.of(context);
        } catch (LinkageError | RuntimeException | GeneralSecurityException e) {
            LoggerFactory.getLogger(NativeProvider.class).debug("TLS by the JDK itself ({})", inOneLine(e));
            return Optional.empty();
        }
    }

    /** The cause that lies deepest: what is above it says only that something failed. */
    private static String inOneLine(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.toString().lines().findFirst().orElse("");
    }

    /** What the launcher chose: the JDK's own AES is fast only when C2 compiled it, the native one needs none. */
    private static String compilers() {
        return System.getProperty("crossdock.compilers", "what it was started with");
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
        LOADING.run(); // does nothing if it runs or ran
        try {
            return LOADING.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkageError unloadable) {
                throw unloadable;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Conscrypt was loaded", e);
        }
    }

    private static Provider newProvider() {
        return Conscrypt.newProviderBuilder().provideTrustManager(false).build();
    }

    private static String describe(Provider provider) {
        Conscrypt.Version version = Conscrypt.version();
        return version == null
                ? provider.getName()
                : provider.getName() + " " + version.major() + "." + version.minor() + "." + version.patch();
    }
}
