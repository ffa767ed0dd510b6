@NullMarked
package dev.crossdock.engine;

import org.jspecify.annotations.NullMarked;
