package dev.crossdock.cli;

/** Whether what makes servers and files up is here: a package may leave it out. */
final class Playground {

    private static final String SOME_CLASS = "dev.crossdock.playground.CustomersCsv";

    private Playground() {}

    /**
     * Said before it is needed.
     *
     * @throws UsageException if it is not here
     */
    static void require() {
        try {
            Class<?> unused = Class.forName(SOME_CLASS, false, Playground.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UsageException(
                    "This package of Crossdock moves files and leaves out what makes some up",
                    "use another package, or a checkout");
        }
    }
}
