package dev.crossdock.sftp;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers the server's questions while one session logs in. The password is offered once, by whichever method the server
 * asks first: a second try with the same one would only bring the account nearer to being locked.
 */
final class Login implements UserInfo, UIKeyboardInteractive {

    private final Credentials credentials;
    private final String account;
    private final boolean mayAsk;
    private boolean passwordOffered;
    private boolean answeredOnce;
    private @Nullable Secret offer;

    /** @param mayAsk whether a person may be asked */
    Login(Credentials credentials, ServerAddress address, boolean mayAsk) {
        this.credentials = credentials;
        this.account = address.user() + "@" + address;
        this.mayAsk = mayAsk;
    }

    /** Whether there is no password to offer, nor anybody to ask for one. */
    boolean offersKeysOnly() {
        return !credentials.hasPassword() && !(mayAsk && credentials.canAsk());
    }

    /** The methods to try, best first, as JSch wants them; only such as there is something to offer for. */
    String methods() {
        if (offersKeysOnly()) {
            return "publickey";
        }
        // Who gives a password means it; who names a key, or nothing, is first tried without.
        return credentials.hasPassword() && credentials.identities().isEmpty()
                ? "keyboard-interactive,password,publickey"
                : "publickey,keyboard-interactive,password";
    }

    @Override
    public boolean promptPassword(String message) {
        offer = takePassword().orElse(null);
        return offer != null;
    }

    @Override
    public @Nullable String getPassword() {
        return offer == null ? null : offer.text();
    }

    private Optional<Secret> takePassword() {
        if (passwordOffered) {
            return Optional.empty();
        }
        passwordOffered = true;
        return credentials.password("Password for " + account, mayAsk);
    }

    @Override
    public String @Nullable [] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] questions, boolean[] shown) {
        if (questions.length == 0) {
            return new String[0];
        }
        if (questions.length == 1 && !shown[0] && credentials.hasPassword()) {
            return takePassword().map(secret -> new String[] {secret.text()}).orElse(null);
        }
        return mayAsk ? askEach(questions) : null;
    }

    /** Whether a person gave an answer that nobody can give again. */
    boolean answeredOnce() {
        return answeredOnce;
    }

    private String @Nullable [] askEach(String[] questions) {
        answeredOnce = true;
        List<String> answers = new ArrayList<>();
        for (String question : questions) {
            Optional<Secret> answer = credentials.ask(account + ": " + Status.presentable(question));
            if (answer.isEmpty()) {
                return null;
            }
            answers.add(answer.get().text());
        }
        return answers.toArray(new String[0]);
    }

    /** Never: {@link Identities} unlocks keys when they are needed. */
    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public @Nullable String getPassphrase() {
        return null;
    }

    /** Never: {@link HostKeyCheck} decides. */
    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    /** Banners and warnings; what matters comes back as an error. */
    @Override
    public void showMessage(String message) {}
}
