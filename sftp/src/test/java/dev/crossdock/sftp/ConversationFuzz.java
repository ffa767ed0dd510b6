package dev.crossdock.sftp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crossdock.testkit.AllocatedMemory;

/**
 * Whatever a server answers to all that it can be asked: everybody who waits is answered or told why not, by the
 * documented exceptions alone, and no byte of a file is delivered twice or to where it was not asked for. An input's
 * first byte is the size of the pieces in which the rest arrives; zero stands for one piece.
 */
final class ConversationFuzz {

    @FuzzTest
    void endsForEverybodyWhateverIsAnswered(byte[] input) throws Exception {
        if (input.length > 0) {
            int pieceBytes = input[0] == 0 ? input.length : input[0] & 0xff;
            AllocatedMemory.within(
                    (4 << 20) + 1_000L * input.length, () -> new FuzzedConversation().hear(input, 1, pieceBytes));
        }
    }
}
