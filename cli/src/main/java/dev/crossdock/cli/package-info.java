/**
 * The command.
 *
 * <p>A tour of the room, in the order in which a run meets it:
 *
 * <ol>
 *   <li>{@code Main} parses the arguments with picocli, runs the verb and turns what it threw into one sentence and an
 *       {@code ExitCode}; {@code Commands} knows the verbs, {@code Lesson} runs some for the class cache. {@code RootCommand}, {@code CopyCommand}, {@code CleanupCommand}, {@code DemoCommand}, {@code GenerateCommand} and
 *       {@code BenchCommand} are the verbs; the option groups {@code LoginOptions}, {@code SourceOptions}, {@code StoreOptions}, {@code TransferChoices} and {@code OutputOptions} are shared by them.
 *   <li>{@code Environment} knows the environment and the {@code .env} file; {@code OptionDefaults} lets each long option
 *       be set there; {@code AwsProperties} hands on to the AWS SDK what it can't read from a {@code .env} itself.
 *       {@code WrongCopy} is a {@code cp} whose arguments can't be read: all that is left is to say so where metrics go.
 *   <li>{@code SourceAddress} and {@code TargetAddress} read SOURCE and TARGET.
 *   <li>{@code Copy} is one transfer from the plan to the exit code; {@code Interrupts} turns SIGINT and SIGTERM into a
 *       cancelled one.
 *   <li>{@code CleanupRun} is one clean-up, {@code CleanupReport} what is said of it, and {@code Confirmation} a question
 *       to whoever sits at the terminal.
 *   <li>{@code Generation} is one made-up file on its way to a server, {@code GenerationReport} what is said of it.
 *   <li>{@code Bench} is one comparison: what is wanted is a {@code BenchPlan}, the two ends are {@code BenchEnds}
 *       ({@code GivenServers} or {@code EmbeddedServers}), who takes part {@code BenchContenders}; {@code ObjectCheck}
 *       looks at what arrived, {@code BenchReport} and {@code BenchPlot} tell.
 *   <li>{@code Report} is what is said meanwhile: to people ({@code TextReport}, with {@code ProgressLine} and
 *       {@code ProgressDisplay}) or to programs ({@code JsonReport}).
 * </ol>
 *
 * <p>Only this room exits the process, prints, reads the environment, installs a security provider, and knows the
 * playground.
 */
@NullMarked
package dev.crossdock.cli;

import org.jspecify.annotations.NullMarked;
