@NullMarked
package dev.crossdock.playground;

import org.jspecify.annotations.NullMarked;
