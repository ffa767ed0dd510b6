package dev.crossdock;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A CRC32C (Castagnoli, RFC 3720) of some bytes. Two of them combine into the checksum of the bytes put together, so
 * that parts read in parallel give the whole object's.
 *
 * @param value the 32 bits
 */
public record Crc32c(int value) {

    /** The checksum of no bytes. */
    public static final Crc32c EMPTY = new Crc32c(0);

    private static final int POLYNOMIAL_REFLECTED = 0x82F63B78;

    /** As S3 writes it: base64 of the four bytes, most significant first. */
    public String base64() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /**
     * Reads S3's form.
     *
     * @throws IllegalArgumentException if the text is not base64 of four bytes
     */
    public static Crc32c ofBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != Integer.BYTES) {
            throw new IllegalArgumentException("not a CRC32C: " + text);
        }
        return new Crc32c(ByteBuffer.wrap(bytes).getInt());
    }

    /**
     * The checksum of A‖B, where this is that of A. Takes O(log lengthOfB) steps.
     *
     * @param next the checksum of B
     * @param nextLengthBytes how many bytes B has
     */
    public Crc32c then(Crc32c next, long nextLengthBytes) {
        // Appending n zero bytes to A multiplies its remainder by x^(8n) modulo the polynomial.
        return new Crc32c(multiply(powerOfX8(nextLengthBytes), value) ^ next.value);
    }

    /** x^(8n) modulo the polynomial, by repeated squaring. */
    private static int powerOfX8(long n) {
        int result = 1 << 31; // x^0: in the reflected form the highest bit is the coefficient of x^0
        int square = 1 << 23; // x^8
        for (long rest = n; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    /** The product of two polynomials over GF(2), modulo the CRC's own. */
    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = 31; bit >= 0; bit--) {
            if ((a >>> bit & 1) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ POLYNOMIAL_REFLECTED : shifted >>> 1;
        }
        return product;
    }
}
