package dev.crossdock.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the AWS SDK would read from the environment, taken from a {@code .env} file and said as the system properties that
 * the SDK reads as well. Where the environment itself names credentials, the file's are left out: half of the one and
 * half of the other would sign nothing.
 */
final class AwsProperties {

    private static final String PREFIX = "AWS_";

    /** The properties that are not simply the variable's name in another spelling (the SDK's SdkSystemSetting). */
    private static final Map<String, String> IRREGULAR = Map.of(
            "AWS_EC2_METADATA_DISABLED", "aws.disableEc2Metadata",
            "AWS_EC2_METADATA_V1_DISABLED", "aws.disableEc2MetadataV1",
            "AWS_METADATA_SERVICE_TIMEOUT", "aws.ec2MetadataServiceTimeout",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "aws.containerCredentialsPath");

    private static final List<String> CREDENTIALS = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI");

    private AwsProperties() {}

    /** Property names with their values. */
    static Map<String, String> of(Environment environment) {
        boolean credentialsElsewhere = environment.processHasAny(CREDENTIALS);
        Map<String, String> properties = new HashMap<>();
        environment.fileOnly().forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isEmpty() && !(credentialsElsewhere && CREDENTIALS.contains(name))) {
                properties.put(propertyName(name), value);
            }
        });
        return properties;
    }

    /** The region that other AWS tools take from {@code AWS_DEFAULT_REGION}, which the SDK for Java does not read. */
    static Optional<String> defaultRegion(Environment environment) {
        return environment.get("AWS_REGION").isPresent() ? Optional.empty() : environment.get("AWS_DEFAULT_REGION");
    }

    private static String propertyName(String variable) {
        String irregular = IRREGULAR.get(variable);
        if (irregular != null) {
            return irregular;
        }
        StringBuilder name = new StringBuilder("aws.");
        for (String word :
                variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).split("_", -1)) {
            boolean first = name.length() == "aws.".length();
            name.append(
                    first || word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
