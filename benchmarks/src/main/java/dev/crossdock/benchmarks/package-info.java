/**
 * Programs that the scripts in {@code benchmarks/} run: {@code WarmTransfers} repeats a transfer inside one JVM,
 * {@code ManyTransfers} runs many at once in one,
 * {@code GeneratedTransfer} gives the command a file of any size that needs no disk and a store that keeps nothing.
 */
@NullMarked
package dev.crossdock.benchmarks;

import org.jspecify.annotations.NullMarked;
