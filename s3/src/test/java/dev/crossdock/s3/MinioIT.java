package dev.crossdock.s3;

import dev.crossdock.testkit.Minio;

/** The contract on MinIO. */
final class MinioIT extends RealStoreContract {

    MinioIT() {
        super(Minio.server());
    }

    @Override
    protected boolean removesUnderACondition() {
        return false;
    }

    @Override
    protected boolean listsBelowPrefixes() {
        return false;
    }
}
