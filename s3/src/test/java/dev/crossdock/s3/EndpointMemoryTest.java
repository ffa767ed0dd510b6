package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EndpointMemoryTest {

    private final EndpointMemory memory = new EndpointMemory();

    @Test
    void expectsTheBestAtFirst() {
        assertThat(memory.checksums()).isEqualTo(ChecksumSupport.WHOLE_OBJECT);
        assertThat(memory.believesChecksums()).isTrue();
        assertThat(memory.mayTakeTrailers()).isTrue();
        assertThat(memory.mayAnswerExpect()).isTrue();
    }

    @Test
    void neverExpectsMoreAgain() {
        memory.settleFor(ChecksumSupport.UNDECLARED);
        memory.settleFor(ChecksumSupport.WHOLE_OBJECT);
        assertThat(memory.checksums()).isEqualTo(ChecksumSupport.UNDECLARED);
    }

    @Test
    void oneSilentAcknowledgementIsEnough() {
        memory.acknowledged(true);
        memory.acknowledged(false);
        memory.acknowledged(true);
        assertThat(memory.believesChecksums()).isFalse();
    }

    @Test
    void partsListedWithoutChecksumsAreAReasonForDoubtUntilOneIsReturned() {
        memory.listed(false);
        assertThat(memory.believesChecksums()).isFalse();
        memory.acknowledged(true);
        assertThat(memory.believesChecksums()).isTrue();
        memory.listed(false);
        assertThat(memory.believesChecksums()).isTrue();
    }

    @Test
    void noListingMakesGoodForASilentAcknowledgement() {
        memory.acknowledged(false);
        memory.listed(true);
        assertThat(memory.believesChecksums()).isFalse();
    }

    @Test
    void aTrailerMangledOnceIsNotTrustedAgain() {
        memory.manglesTrailers();
        assertThat(memory.mayTakeTrailers()).isFalse();
    }

    @Test
    void eachSupportLeadsToAWeakerOne() {
        ChecksumSupport support = ChecksumSupport.WHOLE_OBJECT;
        for (ChecksumSupport weaker = support.weaker(); weaker != support; weaker = support.weaker()) {
            assertThat(weaker).isGreaterThan(support);
            support = weaker;
        }
        assertThat(support).isEqualTo(ChecksumSupport.NONE);
    }
}
