package dev.crossdock.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CustomersCsvTest {

    private static final List<String> COLUMNS = List.of(
            "customer_id",
            "first_name",
            "last_name",
            "email",
            "phone",
            "address",
            "city",
            "state",
            "zip_code",
            "age",
            "annual_income",
            "credit_score",
            "account_balance",
            "registration_date",
            "status",
            "tier",
            "notes");

    private static final long CRC32C_OF_SEED_1 = 3_519_316_730L;

    @Test
    void beginsWithTheNamesOfTheColumnsAndHasAllOfThemInEachLine() {
        List<String[]> lines = lines(1, 300_000);
        assertThat(lines.getFirst()).containsExactly(COLUMNS.toArray(String[]::new));
        assertThat(lines)
                .hasSizeGreaterThan(1000)
                .allSatisfy(line -> assertThat(line).hasSize(COLUMNS.size()).doesNotContain(""));
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 1000, 1001, 65_535, 65_536, 65_537, 1_000_000})
    void endsWithAWholeLineAtMostARowBelowTheWishedSize(long wished) {
        byte[] all = bytes(5, wished, 64 << 10);
        assertThat(all.length).isBetween((int) wished - CustomerRows.MAX_BYTES, (int) wished);
        assertThat(all[all.length - 1]).isEqualTo((byte) '\n');
    }

    @Test
    void aLargerFileBeginsWithTheSmallerOne() {
        byte[] small = bytes(3, 100_000, 64 << 10);
        byte[] large = bytes(3, 500_000, 64 << 10);
        assertThat(Arrays.copyOf(large, small.length)).isEqualTo(small);
    }

    @Test
    void theBytesFollowFromTheSeedAloneWhateverTheBlocksAre() {
        byte[] some = bytes(7, 200_000, 64 << 10);
        assertThat(bytes(7, 200_000, 1000)).isEqualTo(some);
        assertThat(bytes(8, 200_000, 64 << 10)).isNotEqualTo(some);
    }

    /** Files that were made before must come out the same with every later version. */
    @Test
    void theBytesOfASeedStayTheSameForEver() {
        CRC32C crc = new CRC32C();
        crc.update(bytes(1, 1 << 20, 64 << 10));
        assertThat(crc.getValue()).isEqualTo(CRC32C_OF_SEED_1);
    }

    @Test
    void theColumnsOfARowAgree() {
        Map<String, Set<String>> statesOfCities = new HashMap<>();
        Map<String, Set<String>> areasOfCities = new HashMap<>();
        Map<String, Set<String>> zipsOfCities = new HashMap<>();
        Set<String> mails = new HashSet<>();
        List<String[]> lines = lines(11, 3_000_000);
        for (int number = 1; number < lines.size(); number++) {
            Row row = row(lines.get(number));
            assertThat(row.get("customer_id")).isEqualTo(String.valueOf(number));
            assertThat(row.get("email"))
                    .matches((row.get("first_name") + "\\." + row.get("last_name")).toLowerCase(Locale.ROOT)
                            + number
                            + "@example\\.(com|org|net)");
            assertThat(mails.add(row.get("email"))).isTrue();
            assertThat(row.get("phone")).matches("\\([2-9]\\d\\d\\) 555-01\\d\\d");
            assertThat(row.get("address")).matches("[1-9]\\d{0,3} [A-Z][a-z]+ [A-Z][a-z]+");
            assertThat(row.get("zip_code")).matches("\\d{5}");
            add(statesOfCities, row, "state");
            areasOfCities
                    .computeIfAbsent(row.get("city"), city -> new HashSet<>())
                    .add(row.get("phone").substring(0, 5));
            zipsOfCities
                    .computeIfAbsent(row.get("city"), city -> new HashSet<>())
                    .add(row.get("zip_code").substring(0, 2));
            int age = Integer.parseInt(row.get("age"));
            assertThat(age).isBetween(18, 90);
            LocalDate registered = LocalDate.parse(row.get("registration_date"));
            assertThat(registered).isBetween(LocalDate.of(2015, 1, 1), LocalDate.of(2025, 12, 31));
            assertThat(registered.plusYears(age - 18L))
                    .isAfterOrEqualTo(LocalDate.of(2025, 12, 31).minusDays(366));
            assertThat(Integer.parseInt(row.get("annual_income"))).isBetween(15_000, 500_000);
            assertThat(Integer.parseInt(row.get("credit_score"))).isBetween(300, 850);
            assertThat(row.get("account_balance")).matches("\\d+\\.\\d\\d");
            assertThat(Double.parseDouble(row.get("account_balance")))
                    .isLessThan(Double.parseDouble(row.get("annual_income")) + 1);
            assertThat(row.get("tier")).isEqualTo(tier(Double.parseDouble(row.get("account_balance"))));
            assertThat(row.get("notes")).matches("[A-Za-z0-9_-]{20}");
        }
        assertThat(statesOfCities.values())
                .hasSizeGreaterThan(50)
                .allSatisfy(states -> assertThat(states).hasSize(1));
        assertThat(areasOfCities.values()).allSatisfy(areas -> assertThat(areas).hasSize(1));
        assertThat(zipsOfCities.values()).allSatisfy(zips -> assertThat(zips).hasSizeLessThan(3));
    }

    @Test
    void everyStatusAndTierOccurs() {
        List<Row> rows =
                lines(13, 2_000_000).stream().skip(1).map(CustomersCsvTest::row).toList();
        assertThat(rows.stream().map(row -> row.get("status"))).containsOnly("Active", "Inactive", "Suspended");
        assertThat(rows.stream().map(row -> row.get("tier"))).containsOnly("Bronze", "Silver", "Gold", "Platinum");
        assertThat(rows.stream().map(row -> row.get("notes")).distinct()).hasSameSizeAs(rows);
    }

    @Test
    void saysHowMuchItMade() {
        CustomersCsv customers = new CustomersCsv(1, 100_000);
        byte[] block = new byte[64 << 10];
        long bytes = 0;
        for (int length = customers.fill(block); length > 0; length = customers.fill(block)) {
            bytes += length;
        }
        assertThat(customers.bytes()).isEqualTo(bytes);
        assertThat(customers.rows()).isEqualTo(lines(1, 100_000).size() - 1);
        assertThat(customers.fill(block)).isZero();
    }

    @Test
    void allocatesNothingPerRow() {
        CustomersCsv customers = new CustomersCsv(1, 1L << 40);
        byte[] block = new byte[256 << 10];
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) { // the first may load classes
            least = Math.min(least, allocatedBytes(customers, block));
        }
        assertThat(customers.rows()).isGreaterThan(100_000);
        assertThat(least).isLessThan(1_000);
    }

    private static long allocatedBytes(CustomersCsv customers, byte[] block) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int made = 0;
        for (int count = 0; count < 40; count++) { // some 60,000 rows
            made += customers.fill(block);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(made).isGreaterThan(10_000_000);
        return allocated;
    }

    @Test
    void aSizeWithoutRoomForARowIsRefused() {
        assertThatThrownBy(() -> new CustomersCsv(1, CustomersCsv.MIN_BYTES - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(CustomersCsv.MIN_BYTES));
    }

    private static void add(Map<String, Set<String>> ofCities, Row row, String column) {
        ofCities.computeIfAbsent(row.get("city"), city -> new HashSet<>()).add(row.get(column));
    }

    private static String tier(double balance) {
        if (balance < 5_000) {
            return "Bronze";
        }
        return balance < 20_000 ? "Silver" : balance < 50_000 ? "Gold" : "Platinum";
    }

    /** One customer. */
    private record Row(List<String> values) {

        String get(String column) {
            return values.get(COLUMNS.indexOf(column));
        }
    }

    private static Row row(String[] line) {
        return new Row(List.of(line));
    }

    private static List<String[]> lines(long seed, long size) {
        return Stream.of(new String(bytes(seed, size, 64 << 10), StandardCharsets.US_ASCII).split("\n"))
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static byte[] bytes(long seed, long size, int blockBytes) {
        CustomersCsv customers = new CustomersCsv(seed, size);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] block = new byte[blockBytes];
        for (int length = customers.fill(block); length > 0; length = customers.fill(block)) {
            all.write(block, 0, length);
        }
        return all.toByteArray();
    }
}
