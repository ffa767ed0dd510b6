@NullMarked
package dev.crossdock.simulator;

import org.jspecify.annotations.NullMarked;
