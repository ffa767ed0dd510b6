package dev.crossdock.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where to listen.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 0 to 65535
 */
record ListenAddress(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\[\\]:/ ]+)):(\\d{1,5})");
    private static final int MOST = 65_535;

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** {@code 127.0.0.1:9401}, {@code [::1]:9401}. */
    static final class Converter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String written) {
            Matcher form = FORM.matcher(written);
            if (form.matches() && Integer.parseInt(form.group(3)) <= MOST) {
                String host = form.group(1) == null ? form.group(2) : form.group(1);
                return new ListenAddress(host, Integer.parseInt(form.group(3)));
            }
            throw new TypeConversionException(
                    "'" + written
                            + "' is no address to listen at: write it like 127.0.0.1:9401, or 0.0.0.0:9401 for every interface");
        }
    }
}
