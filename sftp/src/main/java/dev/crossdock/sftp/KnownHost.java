package dev.crossdock.sftp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
final class KnownHost {

    /** What a line says of its key. */
    enum Marker {
        /** It is the host's own. */
        NONE,
        /** It signs the certificates of such hosts. */
        CERT_AUTHORITY,
        /** It must never be accepted. */
        REVOKED
    }

    private static final String HASHED = "|1|";

    private final Marker marker;
    private final String patterns;
    private final String keyType;
    private final byte[] key;

    private KnownHost(Marker marker, String patterns, String keyType, byte[] key) {
        this.marker = marker;
        this.patterns = patterns;
        this.keyType = keyType;
        this.key = key;
    }

    /** Reads a line; empty for a comment and for what can't be understood, which OpenSSH skips too. */
    static Optional<KnownHost> parse(String line) {
        String[] words = line.strip().split("[ \t]+", 5);
        if (words[0].isEmpty() || words[0].startsWith("#")) {
            return Optional.empty();
        }
        Marker marker = marker(words[0]);
        int first = marker == Marker.NONE ? 0 : 1;
        if (marker == null || words.length < first + 3) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(words[first + 2]);
            return Optional.of(new KnownHost(marker, words[first], words[first + 1], key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Marker marker(String word) {
        return switch (word) {
            case "@cert-authority" -> Marker.CERT_AUTHORITY;
            case "@revoked" -> Marker.REVOKED;
            default -> word.startsWith("@") ? null : Marker.NONE;
        };
    }

    Marker marker() {
        return marker;
    }

    /** Such as {@code ssh-ed25519}. */
    String keyType() {
        return keyType;
    }

    byte[] key() {
        return key.clone();
    }

    boolean hasKey(byte[] other) {
        return Arrays.equals(key, other);
    }

    /** Whether the line speaks of a host; {@code name} is in lower case and may be {@code [host]:port}. */
    boolean isAbout(String name) {
        return patterns.startsWith(HASHED) ? hashMatches(name) : patternsMatch(name);
    }

    private boolean hashMatches(String name) {
        int delimiter = patterns.indexOf('|', HASHED.length());
        if (delimiter < 0) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(patterns.substring(HASHED.length(), delimiter));
            byte[] hash = Base64.getDecoder().decode(patterns.substring(delimiter + 1));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return MessageDigest.isEqual(hash, mac.doFinal(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean patternsMatch(String name) {
        boolean matched = false;
        for (String pattern : patterns.toLowerCase(Locale.ROOT).split(",", -1)) {
            boolean negated = pattern.startsWith("!");
            if (matches(negated ? pattern.substring(1) : pattern, name)) {
                if (negated) {
                    return false;
                }
                matched = true;
            }
        }
        return matched;
    }

    /** {@code *} stands for any characters, {@code ?} for one. */
    private static boolean matches(String pattern, String name) {
        int at = 0;
        int next = 0;
        int star = -1;
        int starredTo = 0;
        while (at < name.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                starredTo = at;
            } else if (next < pattern.length()
                    && (pattern.charAt(next) == '?' || pattern.charAt(next) == name.charAt(at))) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++starredTo;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
