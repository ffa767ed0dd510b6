package dev.crossdock.deploy;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container says about memory.
 *
 * @param budgetMebibytes what file contents may take
 * @param limitMebibytes what the container may take before it is killed
 * @param boundMebibytes the most that Java may take: heap, classes, compiled code and direct buffers as far as the flags let
 *     them grow, the AOT cache as if every page of it were the process's own, and {@link #REST_MEBIBYTES}
 */
record MemoryFlags(long budgetMebibytes, long limitMebibytes, long boundMebibytes) {

    /** The mapped AOT cache, rounded up; {@code ImageIT} looks whether it has grown beyond that. */
    static final long AOT_CACHE_MEBIBYTES = 48;

    /** Stacks, malloc, the C libraries: half as much was measured, while 512 MiB were moved. */
    static final long REST_MEBIBYTES = 18;

    private static final Pattern FLAG =
            Pattern.compile("-(?:Xmx|XX:(?:MaxMetaspaceSize|ReservedCodeCacheSize|MaxDirectMemorySize)=)(\\d+)m");

    static MemoryFlags of(JsonElement container) {
        long bound = AOT_CACHE_MEBIBYTES + REST_MEBIBYTES;
        int flags = 0;
        for (String word : Tree.words(container, "command")) {
            Matcher flag = FLAG.matcher(word);
            if (flag.matches()) {
                bound += Long.parseLong(flag.group(1));
                flags++;
            }
        }
        if (flags != 4) {
            throw new IllegalArgumentException("not all of Java's memory is bounded: " + container);
        }
        String budget = Tree.each(container, "env").stream()
                .filter(one -> Tree.word(one, "name")
                        .filter("CROSSDOCK_MEMORY"::equals)
                        .isPresent())
                .map(one -> Tree.word(one, "value").orElse(""))
                .findFirst()
                .orElse("");
        return new MemoryFlags(
                mebibytes(budget, "MiB"),
                mebibytes(Tree.word(container, "resources", "limits", "memory").orElse(""), "Mi"),
                bound);
    }

    private static long mebibytes(String text, String unit) {
        if (!text.endsWith(unit)) {
            throw new IllegalArgumentException("not a number of MiB: " + List.of(text));
        }
        return Long.parseLong(text.substring(0, text.length() - unit.length()));
    }
}
