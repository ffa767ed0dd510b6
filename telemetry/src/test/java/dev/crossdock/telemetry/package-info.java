@NullMarked
package dev.crossdock.telemetry;

import org.jspecify.annotations.NullMarked;
