package dev.crossdock.s3;

/**
 * The URL of one object, and under which names a request to it is signed.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host's name, the bucket's before it where the store wants that
 * @param port the port, or −1 for the scheme's own
 * @param encodedPath the path, encoded, never normalised
 * @param signingName the service's name in the signature
 * @param signingRegion the region's name in the signature
 */
record ObjectAddress(
        String scheme, String host, int port, String encodedPath, String signingName, String signingRegion) {

    ObjectAddress {
        if (!encodedPath.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + encodedPath);
        }
    }

    /** The port that is said in the Host header: −1 if it is the scheme's own. */
    int unusualPort() {
        return port == ("https".equals(scheme) ? 443 : 80) ? -1 : port;
    }
}
