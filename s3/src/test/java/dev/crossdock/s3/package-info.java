/** Tests of the store: unit tests, a hostile store inside the JVM, and the port's contract on real stores. */
@NullMarked
package dev.crossdock.s3;

import org.jspecify.annotations.NullMarked;
