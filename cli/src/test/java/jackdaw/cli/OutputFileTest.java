package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user names for a result: written whole or not at all, and never over something else. */
@DisabledOnOs(OS.WINDOWS)
class OutputFileTest {
  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    Cli.train("GridWorld-v1", shared.resolve("run"), "--total-steps", "512").fine();
  }

  private static Cli.Result run(String command, Path out) {
    String run = shared.resolve("run").toString();
    return switch (command) {
      case "plot" -> Cli.run("plot", run, "--out", out.toString());
      case "play" -> Cli.run("play", run, "--quiet", "--gif", out.toString());
      case "explain" ->
          Cli.run("explain", "ppo", "GridWorld", "--document", "--out", out.toString());
      default -> Cli.run(
          "reproduce", "learning", "--only", "CartPole-v1", "--total-steps", "1", "--seeds", "1",
          "--runs", shared.resolve("study").toString(), "--output", out.toString());
    };
  }

  private static boolean isWhole(String command, Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return switch (command) {
      case "plot", "play" -> ImageIO.read(file.toFile()) != null;
      case "explain" -> text.stripTrailing().endsWith("</html>");
      default -> text.contains("./jackdaw reproduce");
    };
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"plot", "play", "explain", "reproduce"})
  void shouldReplaceItsOwnKindAndNothingElse(String command) throws IOException {
    Path out = folder.resolve("out.md");
    Files.writeString(out, "my notes");
    assertThat(run(command, out).error(2))
        .contains(
            out + " is there already and is no ",
            "choose another name, or add --force to replace it");
    assertThat(out).hasContent("my notes");
    assertThat(names()).containsExactly("out.md");

    Files.delete(out);
    assertThat(run(command, out).code()).isZero();
    assertThat(isWhole(command, out)).isTrue();
    assertThat(run(command, out).code()).isZero();
  }

  @Test
  void shouldReplaceAnythingByForce() throws IOException {
    Path out = folder.resolve("out.html");
    Files.writeString(out, "<!doctype html><title>My own page</title>");
    assertThat(run("explain", out).error(2)).contains("is no page of explain");
    Cli.run("explain", "ppo", "GridWorld", "--document", "--force", "--out", out.toString()).fine();
    assertThat(isWhole("explain", out)).isTrue();
  }

  /** As /dev/null, which the superuser could replace by a picture. */
  @ParameterizedTest
  @CsvSource({"plot", "play", "explain"})
  void shouldWriteThroughLinksAndIntoDevices(String command) throws Exception {
    assertThat(run(command, Path.of("/dev/null")).code()).isZero();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();

    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    assertThat(run(command, link).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(isWhole(command, file)).isTrue();
    assertThat(names()).containsExactly("file", "link");
  }

  @ParameterizedTest
  @CsvSource({"plot", "play", "explain", "reproduce"})
  void shouldSayInOneLineWhereItCannotWrite(String command) throws IOException {
    assertThat(run(command, folder).error(2)).contains(folder + " is a folder: name a file in it");
    assertThat(run(command, Path.of("/proc/none.md")).error(2)).contains("/proc/none.md");
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(run(command, file.resolve("below.md")).error(2))
        .contains("there is no folder " + file);
  }

  /** A checkpoint that cannot be read leaves the film of before. */
  @Test
  void shouldLeaveAnOlderFilmIfNoneCanBeMade() throws IOException {
    Path run = folder.resolve("run");
    Cli.train("GridWorld-v1", run, "--total-steps", "512").fine();
    Files.writeString(run.resolve("checkpoint/policy.safetensors"), "damaged");
    Path gif = Files.writeString(folder.resolve("old.gif"), "GIF89a, an older film");
    assertThat(Cli.run("play", run.toString(), "--gif", gif.toString()).error(2))
        .contains("policy.safetensors");
    assertThat(gif).hasContent("GIF89a, an older film");
    assertThat(names()).containsExactly("old.gif", "run");
  }
}
