@NullMarked
package dev.crossdock.cli;

import org.jspecify.annotations.NullMarked;
