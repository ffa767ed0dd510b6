package dev.crossdock.playground;

import java.util.Arrays;

/** A number that only counts upwards, as text: no digit is worked out twice. Of one thread. */
final class CountingText {

    private static final int MAX_DIGITS = 19;

    private final byte[] digits = new byte[MAX_DIGITS];
    private int first = MAX_DIGITS - 1;

    /** Begins at 0. */
    CountingText() {
        Arrays.fill(digits, (byte) '0');
    }

    void increment() {
        int index = MAX_DIGITS - 1;
        while (digits[index] == '9') {
            digits[index--] = '0';
        }
        digits[index]++;
        first = Math.min(first, index);
    }

    void writeTo(Ascii text) {
        text.put(digits, first, MAX_DIGITS - first);
    }
}
