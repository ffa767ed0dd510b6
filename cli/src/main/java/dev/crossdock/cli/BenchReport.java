package dev.crossdock.cli;

import dev.crossdock.bench.Results;
import dev.crossdock.bench.Spent;
import dev.crossdock.bench.Verdict;
import java.util.List;
import java.util.Map;

/** What is said of a comparison, to whoever reads it. */
sealed interface BenchReport extends AutoCloseable permits BenchText, BenchJson {

    void begun(BenchPlan plan, BenchEnds ends);

    /** A file of this size is being made. */
    void making(long sizeBytes);

    void running(long sizeBytes, String contender, int round, int rounds);

    void ran(long sizeBytes, String contender, int round, long fileBytes, Spent spent);

    /** A contender takes part no more. */
    void dropped(String contender, String why);

    /** Something that was made could not be deleted. */
    void left(String what);

    /** All rounds of a size are over. */
    void measured(long sizeBytes, List<String> contenders, Results results);

    void finished(Verdict verdict, Map<String, String> absent, BenchPlan plan);

    /** Nothing more is said of progress. */
    @Override
    void close();
}
