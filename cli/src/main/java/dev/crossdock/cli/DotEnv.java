package dev.crossdock.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a {@code .env} file: lines {@code NAME=value} or {@code export NAME=value}; blank lines, lines that begin
 * with {@code #} and lines of no such form mean nothing. A value in single quotes is taken as it is; in double quotes
 * {@code \n}, {@code \t}, {@code \"}, {@code \$} and {@code \\} are escapes; without quotes it ends before {@code  #}.
 * Nothing is expanded: a {@code $} in a password stays one.
 */
final class DotEnv {

    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    private DotEnv() {}

    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        withoutMark.lines().forEach(line -> {
            Matcher form = LINE.matcher(line);
            if (form.matches()) {
                values.put(form.group(1), value(form.group(2)));
            }
        });
        return values;
    }

    private static String value(String written) {
        if (written.startsWith("'")) {
            int end = written.indexOf('\'', 1);
            return end < 0 ? written.strip() : written.substring(1, end);
        }
        if (written.startsWith("\"")) {
            return doubleQuoted(written);
        }
        if (written.startsWith("#")) {
            return "";
        }
        int comment = indexOfComment(written);
        return (comment < 0 ? written : written.substring(0, comment)).strip();
    }

    /** A {@code #} inside a word belongs to it: passwords have them. */
    private static int indexOfComment(String written) {
        for (int at = 1; at < written.length(); at++) {
            if (written.charAt(at) == '#' && Character.isWhitespace(written.charAt(at - 1))) {
                return at;
            }
        }
        return -1;
    }

    private static String doubleQuoted(String written) {
        StringBuilder value = new StringBuilder();
        for (int at = 1; at < written.length(); at++) {
            char c = written.charAt(at);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at + 1 < written.length()) {
                at++;
                value.append(unescaped(written.charAt(at)));
            } else {
                value.append(c);
            }
        }
        return written.strip(); // no closing quote: then the quote was meant
    }

    private static String unescaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case '"', '\\', '$' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }
}
