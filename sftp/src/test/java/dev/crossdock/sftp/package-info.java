/** Tests of the SFTP source: the parser by hand-made bytes, the rest against scripted, embedded and real servers. */
@NullMarked
package dev.crossdock.sftp;

import org.jspecify.annotations.NullMarked;
