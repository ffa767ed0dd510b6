package dev.crossdock.cli;

import dev.crossdock.CancelledException;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.bench.Contender;
import dev.crossdock.bench.ProcessRun;
import dev.crossdock.bench.Results;
import dev.crossdock.bench.Schedule;
import dev.crossdock.bench.Spent;
import dev.crossdock.bench.Verdict;
import dev.crossdock.sftp.NewFile;
import dev.crossdock.sftp.WriteRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** One comparison, from the first file to the verdict. Used once, by one thread. */
final class Bench {

    private final BenchPlan plan;
    private final BenchEnds ends;
    private final BenchWorkplace workplace;
    private final BenchReport report;
    private final Interrupts interrupts;
    private final List<Contender> contenders;
    private final Map<String, String> absent;
    private final Results results = new Results();
    private final ProcessRun process = new ProcessRun();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final String token = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);

    Bench(
            BenchPlan plan,
            BenchEnds ends,
            BenchContenders contenders,
            BenchWorkplace workplace,
            BenchReport report,
            Interrupts interrupts) {
        this.plan = plan;
        this.ends = ends;
        this.contenders = new ArrayList<>(contenders.all());
        this.absent = new TreeMap<>(contenders.absent());
        this.workplace = workplace;
        this.report = report;
        this.interrupts = interrupts;
    }

    ExitCode run() throws BenchFailure {
        interrupts.onSignal(() -> {
            stopped.set(true);
            process.end();
        });
        report.begun(plan, ends);
        for (long size : plan.sizesBytes()) {
            measure(size);
            report.measured(size, contenders.stream().map(Contender::name).toList(), results);
        }
        Verdict verdict = Verdict.of(results, BenchContenders.STREAMING, BenchContenders.DOWNLOAD);
        if (plan.plot().isPresent()) {
            BenchPlot.draw(plan.plot().get(), results, contenders, plan, ends);
        }
        report.finished(verdict, absent, plan);
        return ExitCode.DONE;
    }

    private void measure(long size) throws BenchFailure {
        String name = "crossdock-bench-" + token + "-" + size + ".csv";
        boolean first = results.sizes().isEmpty();
        report.making(size);
        Generation.Made made = make(size, name);
        try {
            if (first) {
                // What is only slow the first time is nobody's fault, and not counted.
                for (Contender contender : List.copyOf(contenders)) {
                    Optional<Spent> unused = run(contender, made, name, 0);
                }
            }
            int rounds = plan.roundsAt(size);
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : Schedule.order(List.copyOf(contenders), round - 1)) {
                    report.running(size, contender.name(), round, rounds);
                    Optional<Spent> spent = run(contender, made, name, round);
                    if (spent.isPresent()) {
                        results.add(size, contender.name(), made.bytes(), spent.get());
                        report.ran(size, contender.name(), round, made.bytes(), spent.get());
                    } else {
                        results.forget(size, contender.name());
                    }
                }
            }
        } finally {
            deleteFile(name);
        }
    }

    private Generation.Made make(long size, String name) throws BenchFailure {
        Generation generation = new Generation(ends.path(name), size, plan.seed(), false);
        try (NewFile file = ends.server().create(generation.path(), false, size)) {
            return generation.write(file, stopped, bytes -> {});
        } catch (SourceException e) {
            throw BenchFailure.of(e);
        } catch (WriteRefusedException e) {
            throw BenchFailure.of(e);
        } catch (CancelledException e) {
            throw stoppedBySignal();
        }
    }

    /** Empty if the contender drops out. */
    private Optional<Spent> run(Contender contender, Generation.Made made, String name, int round) throws BenchFailure {
        ObjectKey key = ends.object(name + "-" + contenders.indexOf(contender) + "-" + round);
        try (BenchWorkplace room = workplace.room()) {
            ProcessRun.Outcome outcome =
                    process.run(contender.command().apply(new Contender.Job(ends.file(name), key, room.folder())));
            if (stopped.get()) {
                throw stoppedBySignal();
            }
            if (outcome.exitCode() != 0) {
                return failed(
                        contender,
                        ExitCode.ofRun(outcome.exitCode()),
                        "it ended with " + outcome.exitCode() + said(outcome));
            }
            Optional<String> difference = new ObjectCheck(ends.store()).difference(key, made.bytes(), made.crc32c());
            return difference.isEmpty()
                    ? Optional.of(outcome.spent())
                    : failed(contender, ExitCode.INTEGRITY, difference.get());
        } catch (StoreException e) {
            throw BenchFailure.of(e);
        } catch (IOException e) {
            return failed(contender, ExitCode.FAILED, "it can't be started: " + e.getMessage());
        } finally {
            deleteObject(key);
        }
    }

    private static String said(ProcessRun.Outcome outcome) {
        return outcome.lastLines().isEmpty()
                ? ""
                : ": " + outcome.lastLines().getLast().replaceFirst("^crossdock: ", "");
    }

    /** A peer drops out; of our own two none may. */
    private Optional<Spent> failed(Contender contender, ExitCode code, String why) throws BenchFailure {
        if (contender.name().equals(BenchContenders.STREAMING)
                || contender.name().equals(BenchContenders.DOWNLOAD)) {
            throw new BenchFailure(code, "The run of '" + contender.name() + "' failed, " + why, "");
        }
        contenders.remove(contender);
        absent.put(contender.name(), why);
        report.dropped(contender.name(), why);
        return Optional.empty();
    }

    private BenchFailure stoppedBySignal() {
        ExitCode code = interrupts.received().orElse(ExitCode.INTERRUPTED);
        return new BenchFailure(code, "Stopped by " + Wording.signal(code), "what was made is deleted");
    }

    private void deleteFile(String name) {
        try {
            ends.server().delete(ends.path(name));
        } catch (SourceException | WriteRefusedException e) {
            report.left(ends.file(name).toString());
            Failures.log(e);
        }
    }

    private void deleteObject(ObjectKey key) {
        try {
            ends.store().delete(key);
            for (UnfinishedUpload upload : ends.store().unfinished(key.bucket(), key.key())) {
                ends.store().abort(upload);
            }
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.NO_SUCH_BUCKET) {
                report.left(key.toString());
            }
            Failures.log(e);
        }
    }
}
