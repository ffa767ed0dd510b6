/** Tests of the command: {@code *Test} of its pieces, {@code *IT} of the packaged command as a process. */
@NullMarked
package dev.crossdock.cli;

import org.jspecify.annotations.NullMarked;
