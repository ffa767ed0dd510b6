package dev.crossdock.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms. The command has all of them on its class path, so it is here that they are looked at. */
@AnalyzeClasses(packages = "dev.crossdock", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String WORDS = "dev.crossdock";
    private static final String ENGINE = "dev.crossdock.engine";
    private static final String SFTP = "dev.crossdock.sftp";
    private static final String S3 = "dev.crossdock.s3";
    private static final String TELEMETRY = "dev.crossdock.telemetry";
    private static final String CLI = "dev.crossdock.cli";
    private static final String PLAYGROUND = "dev.crossdock.playground";
    private static final String SIMULATOR = "dev.crossdock.simulator";
    private static final String BENCH = "dev.crossdock.bench";

    @ArchTest
    static final ArchRule THE_WORDS_KNOW_NOTHING_BUT_JAVA = classes()
            .that()
            .resideInAPackage(WORDS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(WORDS, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_THE_WORDS = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ENGINE, WORDS, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_SOURCE_KNOWS_THE_WORDS_AND_SSH = classes()
            .that()
            .resideInAPackage(SFTP)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SFTP, WORDS, "java..", "javax..", "org.jspecify..", "org.slf4j..", "com.jcraft.jsch..");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_THE_WORDS_AND_S3 = classes()
            .that()
            .resideInAPackage(S3)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    S3,
                    WORDS,
                    "java..",
                    "javax..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "software.amazon.awssdk..",
                    "org.apache.hc..",
                    // The SDK's HTTP port is written in its terms.
                    "org.reactivestreams..");

    @ArchTest
    static final ArchRule TELEMETRY_KNOWS_THE_WORDS_AND_PROMETHEUS = classes()
            .that()
            .resideInAPackage(TELEMETRY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(TELEMETRY, WORDS, "java..", "org.jspecify..", "io.prometheus.metrics..");

    @ArchTest
    static final ArchRule NOBODY_BELOW_THE_COMMAND_KNOWS_TELEMETRY = noClasses()
            .that()
            .resideInAnyPackage(WORDS, ENGINE, SFTP, S3, PLAYGROUND, SIMULATOR, "dev.crossdock.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TELEMETRY);

    /** A run without metrics must not pay for them: their library is known to one class of the command. */
    @ArchTest
    static final ArchRule ONE_CLASS_OF_THE_COMMAND_KNOWS_PROMETHEUS = noClasses()
            .that()
            .resideInAPackage(CLI)
            .and()
            .doNotBelongToAnyOf(MetricsExport.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus..");

    @ArchTest
    static final ArchRule THE_PLAYGROUND_KNOWS_THE_WORDS_ONLY = noClasses()
            .that()
            .resideInAPackage(PLAYGROUND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, SFTP, S3, TELEMETRY, CLI);

    @ArchTest
    static final ArchRule THE_COMPARISON_KNOWS_THE_ENGINE_ONLY = classes()
            .that()
            .resideInAPackage(BENCH)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BENCH, ENGINE, WORDS, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_KNOWS_THE_COMPARISON = noClasses()
            .that()
            .resideOutsideOfPackages(BENCH, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BENCH);

    @ArchTest
    static final ArchRule THE_SIMULATOR_KNOWS_THE_ENGINE_ONLY = classes()
            .that()
            .resideInAPackage(SIMULATOR)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SIMULATOR, ENGINE, WORDS, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_SIMULATOR = noClasses()
            .that()
            .resideOutsideOfPackage(SIMULATOR)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIMULATOR);

    @ArchTest
    static final ArchRule ONLY_WHAT_MAKES_THINGS_UP_KNOWS_THE_PLAYGROUND = noClasses()
            .that()
            .resideOutsideOfPackage(PLAYGROUND)
            .and()
            .resideOutsideOfPackage("dev.crossdock.testkit..")
            .and()
            .doNotBelongToAnyOf(Demo.class, Generation.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PLAYGROUND);

    @ArchTest
    static final ArchRule NO_LIBRARY_INSTALLS_A_PROVIDER_EXITS_OR_PRINTS = noClasses()
            .that()
            .resideInAnyPackage(WORDS, ENGINE, SFTP, S3, TELEMETRY, BENCH)
            .should()
            .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "it changes the JVM for everybody", call -> {
                        JavaClass owner = call.getTargetOwner();
                        String method = call.getTarget().getName();
                        return (owner.isEquivalentTo(System.class)
                                        && (method.equals("exit") || method.equals("setProperty")))
                                || (owner.isEquivalentTo(java.security.Security.class) && !method.startsWith("get"));
                    }))
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
