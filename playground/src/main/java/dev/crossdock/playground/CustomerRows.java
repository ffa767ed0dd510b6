package dev.crossdock.playground;

import java.time.LocalDate;

/**
 * Writes customers, one line each. The columns of a row agree: the e-mail address has the name in it, ZIP code and area
 * code are the city's, nobody registered as a child, the tier follows from the balance and the balance from the income.
 * No e-mail address and no telephone number can be anybody's: both are from ranges that are kept free for examples.
 *
 * <p>Of one thread. A row allocates nothing.
 */
final class CustomerRows {

    static final String HEADER =
            "customer_id,first_name,last_name,email,phone,address,city,state,zip_code,age,annual_income,credit_score,"
                    + "account_balance,registration_date,status,tier,notes\n";

    /** No row is longer. */
    static final int MAX_BYTES = 320;

    private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2025, 12, 31);
    private static final int ADULT = 18;
    private static final int NOTE_CHARACTERS = 20;

    /** So many that each takes six random bits. */
    private static final byte[] NOTE_ALPHABET =
            Ascii.bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static final byte[][] MAIL_HOSTS = {
        Ascii.bytes("@example.com"), Ascii.bytes("@example.org"), Ascii.bytes("@example.net")
    };
    private static final byte[] ACTIVE = Ascii.bytes(",Active,");
    private static final byte[] INACTIVE = Ascii.bytes(",Inactive,");
    private static final byte[] SUSPENDED = Ascii.bytes(",Suspended,");
    private static final byte[] BRONZE = Ascii.bytes("Bronze,");
    private static final byte[] SILVER = Ascii.bytes("Silver,");
    private static final byte[] GOLD = Ascii.bytes("Gold,");
    private static final byte[] PLATINUM = Ascii.bytes("Platinum,");

    private final PersonNames names = new PersonNames();
    private final Places places = new Places();
    private final byte[][] days = FIRST_DAY
            .datesUntil(LAST_DAY.plusDays(1))
            .map(day -> Ascii.bytes("," + day))
            .toArray(byte[][]::new);
    private final Ascii out = new Ascii();
    private final CountingText id = new CountingText();
    private final Draws draws;
    private long number;

    CustomerRows(long seed) {
        this.draws = new Draws(seed);
    }

    /**
     * Writes the next row.
     *
     * @param target has room for {@link #MAX_BYTES} from {@code from} on
     * @return the index after its line feed
     */
    int next(byte[] target, int from) {
        draws.row(++number);
        id.increment();
        out.into(target, from);
        person();
        int age = ADULT + draws.below(37) + draws.below(37);
        money(age);
        notes();
        out.put('\n');
        return out.at();
    }

    /** From the id to the ZIP code. */
    private void person() {
        int first = draws.below(names.first.length);
        int last = draws.below(names.last.length);
        Places.City city = places.cities[draws.below(places.cities.length)];
        id.writeTo(out);
        out.put(',').put(names.first[first]).put(',').put(names.last[last]).put(',');
        out.put(names.firstInMail[first]).put('.').put(names.lastInMail[last]);
        id.writeTo(out);
        out.put(MAIL_HOSTS[draws.below(MAIL_HOSTS.length)]).put(',');
        out.put(city.phone).padded(draws.below(100), 2).put(',');
        out.number(1 + draws.below(9999))
                .put(places.streets[draws.below(places.streets.length)])
                .put(',');
        out.put(city.nameAndState).put(',').padded(city.firstZip + draws.below(city.zips), 5);
    }

    /** From the age to the tier. */
    private void money(int age) {
        // Small incomes are frequent, and people in the middle of their lives earn more.
        int working = Math.min(age, 110 - age) - ADULT;
        int income = 15_000 + draws.below(20_000) + draws.below(1_000 + draws.below(4_000 * (1 + working)));
        int credit = Math.min(850, 300 + draws.below(330) + draws.below(120) + income / 800);
        int balance = draws.below(1 + draws.below(income));
        out.put(',').number(age).put(',').number(income).put(',').number(credit);
        out.put(',').number(balance).put('.').padded(draws.below(100), 2);
        out.put(days[days.length - 1 - draws.below(Math.min(days.length, 1 + (age - ADULT) * 365))]);
        int fate = draws.below(100);
        if (credit < 400 && fate < 40) {
            out.put(SUSPENDED);
        } else {
            out.put(fate < 85 ? ACTIVE : INACTIVE);
        }
        out.put(balance < 5_000 ? BRONZE : balance < 20_000 ? SILVER : balance < 50_000 ? GOLD : PLATINUM);
    }

    private void notes() {
        for (int half = 0; half < 2; half++) {
            long bits = draws.bits();
            for (int index = 0; index < NOTE_CHARACTERS / 2; index++) {
                out.put((char) NOTE_ALPHABET[(int) bits & 63]);
                bits >>>= 6;
            }
        }
    }
}
