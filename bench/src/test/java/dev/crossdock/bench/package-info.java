@NullMarked
package dev.crossdock.bench;

import org.jspecify.annotations.NullMarked;
