package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theEnvironmentBeatsTheFile() throws IOException {
        Environment environment = with(Map.of("A", "process"), "A=file\nB=file");
        assertThat(environment.get("A")).contains("process");
        assertThat(environment.get("B")).contains("file");
        assertThat(environment.get("C")).isEmpty();
    }

    @Test
    void anEmptyVariableHidesTheFileAndCountsAsNotSet() throws IOException {
        assertThat(with(Map.of("A", ""), "A=file").get("A")).isEmpty();
    }

    @Test
    void aFolderNamedDotEnvIsNoFile() throws IOException {
        Files.createDirectory(folder.resolve(".env"));
        assertThat(Environment.of(Map.of("A", "1"), folder).get("A")).contains("1");
    }

    @Test
    void aFileThatIsNotTextIsAnErrorThatDoesNotRepeatIt() throws IOException {
        Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xFF, (byte) 0xFE});
        assertThatThrownBy(() -> Environment.of(Map.of(), folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(".env");
    }

    @Test
    void aPasswordGoesToTheServerItWasWrittenFor() throws IOException {
        Environment environment = with(Map.of("SFTP_HOST", "a", "SFTP_PASSWORD", "secret"), "");
        assertThat(environment.ofServer("SFTP_PASSWORD", "A")).contains("secret");
        assertThat(environment.ofServer("SFTP_PASSWORD", "b")).isEmpty();
    }

    @Test
    void aPasswordWithoutAServerGoesToAny() throws IOException {
        assertThat(with(Map.of("SFTP_PASSWORD", "secret"), "").ofServer("SFTP_PASSWORD", "b"))
                .contains("secret");
    }

    @Test
    void aPasswordOfTheEnvironmentIsNotBoundToAServerOfTheFile() throws IOException {
        Environment environment = with(Map.of("SFTP_PASSWORD", "secret"), "SFTP_HOST=a");
        assertThat(environment.ofServer("SFTP_PASSWORD", "b")).contains("secret");
    }

    @Test
    void aPasswordOfTheFileIsBoundToTheServerThatHolds() throws IOException {
        Environment environment = with(Map.of("SFTP_HOST", "b"), "SFTP_HOST=a\nSFTP_PASSWORD=secret");
        assertThat(environment.ofServer("SFTP_PASSWORD", "b")).contains("secret");
        assertThat(environment.ofServer("SFTP_PASSWORD", "a")).isEmpty();
    }

    @Test
    void handsTheFilesAwsNamesToTheSdkAsItsProperties() throws IOException {
        Environment environment = with(
                Map.of("AWS_REGION", "eu-west-1"),
                "AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=key\nAWS_REGION=us-east-1\nAWS_ENDPOINT_URL_S3=http://s3\n"
                        + "AWS_EC2_METADATA_DISABLED=true\nOTHER=1");
        assertThat(AwsProperties.of(environment))
                .containsOnly(
                        Map.entry("aws.accessKeyId", "id"),
                        Map.entry("aws.secretAccessKey", "key"),
                        Map.entry("aws.endpointUrlS3", "http://s3"),
                        Map.entry("aws.disableEc2Metadata", "true"));
    }

    @Test
    void doesNotMixCredentialsOfTheFileWithThoseOfTheEnvironment() throws IOException {
        Environment environment = with(
                Map.of("AWS_PROFILE", "mine"), "AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=key\nAWS_SESSION_TOKEN=t");
        assertThat(AwsProperties.of(environment)).isEmpty();
    }

    @Test
    void usesTheDefaultRegionOnlyWhereThereIsNoRegion() throws IOException {
        assertThat(AwsProperties.defaultRegion(with(Map.of("AWS_DEFAULT_REGION", "eu-west-1"), "")))
                .contains("eu-west-1");
        assertThat(AwsProperties.defaultRegion(with(Map.of("AWS_DEFAULT_REGION", "eu-west-1"), "AWS_REGION=us-east-1")))
                .isEmpty();
    }

    private Environment with(Map<String, String> process, String file) throws IOException {
        Files.writeString(folder.resolve(".env"), file);
        return Environment.of(process, folder);
    }
}
