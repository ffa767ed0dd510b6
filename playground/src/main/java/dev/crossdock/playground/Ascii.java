package dev.crossdock.playground;

import java.nio.charset.StandardCharsets;

/** Writes short ASCII text and numbers into a byte array, one after the other, without allocating. Of one thread. */
final class Ascii {

    private static final byte[] PAIRS = pairs();

    private byte[] target = new byte[0];
    private int at;

    /** Goes on in this array, at this index. */
    void into(byte[] array, int index) {
        target = array;
        at = index;
    }

    /** The index after the last byte that was written. */
    int at() {
        return at;
    }

    Ascii put(char character) {
        target[at++] = (byte) character;
        return this;
    }

    Ascii put(byte[] text) {
        return put(text, 0, text.length);
    }

    Ascii put(byte[] text, int from, int length) {
        System.arraycopy(text, from, target, at, length);
        at += length;
        return this;
    }

    /** A number of 0 or more, without leading zeros. */
    Ascii number(int value) {
        int digits = 1;
        for (int power = 10; digits < 10 && value >= power; power *= 10) {
            digits++;
        }
        return padded(value, digits);
    }

    /** The last {@code digits} digits of a number of 0 or more, with leading zeros. */
    Ascii padded(int value, int digits) {
        int index = at + digits;
        int rest = value;
        while (index - at >= 2) {
            int quotient = rest / 100;
            int pair = (rest - quotient * 100) * 2;
            target[--index] = PAIRS[pair + 1];
            target[--index] = PAIRS[pair];
            rest = quotient;
        }
        if (index > at) {
            target[at] = PAIRS[rest % 10 * 2 + 1];
        }
        at += digits;
        return this;
    }

    /** The bytes of a text that is ASCII. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] pairs() {
        StringBuilder all = new StringBuilder();
        for (int pair = 0; pair < 100; pair++) {
            all.append(pair / 10).append(pair % 10);
        }
        return bytes(all.toString());
    }
}
