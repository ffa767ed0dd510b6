package dev.crossdock.s3;

import dev.crossdock.testkit.Versitygw;

/** The contract on versitygw, over http. */
final class VersitygwIT extends RealStoreContract {

    VersitygwIT() {
        super(Versitygw.server());
    }
}
