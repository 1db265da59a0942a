package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation points to is there, and the code that it shows is the code that there is.
 */
class DocsTest {
  private static final Set<String> LANGUAGES =
      Set.of("sh", "text", "java", "yaml", "json", "csv", "python", "xml", "math", "kotlin");

  private static final Pattern JAR =
      Pattern.compile("(examples/)?([a-z]+)/target/([A-Za-z0-9.-]+\\.jar)");

  private static List<Markdown> files() {
    return Markdown.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldPointToFilesAndHeadingsThatThereAre(Markdown file) {
    for (Markdown.Target link : file.links()) {
      String where = file + ":" + link.line() + " points to " + link.destination();
      URI uri = URI.create(link.destination());
      if (uri.getScheme() != null) {
        assertThat(uri.getScheme()).as(where).isIn("https", "http");
        continue;
      }
      assertThat(uri.getPath()).as(where).doesNotStartWith("/");
      Path target =
          uri.getPath().isEmpty() ? Path.of(file.path())
              : Path.of(file.path()).resolveSibling(
                  URLDecoder.decode(uri.getPath(), StandardCharsets.UTF_8)).normalize();
      assertThat(target.toString()).as(where).doesNotStartWith("..");
      assertThat(Markdown.ROOT.resolve(target)).as(where).exists();
      if (uri.getFragment() != null) {
        assertThat(target.toString()).as(where).endsWith(".md");
        assertThat(Markdown.read(target.toString()).anchors()).as(where)
            .contains(uri.getFragment());
      }
    }
  }

  @Test
  void shouldHaveEveryChapterInTheContents() {
    List<String> linked =
        Markdown.read("docs/README.md").links().stream()
            .map(link -> "docs/" + link.destination())
            .toList();
    assertThat(files())
        .extracting(Markdown::path)
        .filteredOn(path -> path.startsWith("docs/") && !path.equals("docs/README.md"))
        .isSubsetOf(linked);
  }

  /** So that no command is overlooked because it stands in a block that nobody runs. */
  @ParameterizedTest
  @MethodSource("files")
  void shouldSayOfEachCodeBlockWhatItIs(Markdown file) {
    for (Markdown.Block block : file.blocks()) {
      String where = file + ":" + block.line();
      assertThat(block.language()).as(where + ": language of the code block").isIn(LANGUAGES);
      if (!block.language().equals("sh")) {
        assertThat(block.attributes()).as(where + ": attributes are for sh").isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldShowJavaAsItStandsInTheFileThatTheLastLinkPointsTo(Markdown file)
      throws IOException {
    for (Markdown.Block block : file.blocks()) {
      if (block.language().equals("java")) {
        String where = file + ":" + block.line() + ", of " + block.source();
        assertThat(block.source()).as(where).endsWith(".java");
        Path source = Markdown.ROOT.resolve(file.path()).resolveSibling(block.source());
        String code = flat(Files.readString(source));
        int from = 0;
        for (String part : block.code().split("(?m)^ *// …\n", -1)) {
          assertThat(code.substring(from)).as(where).contains(flat(part));
          from = code.indexOf(flat(part), from) + flat(part).length();
        }
      }
    }
  }

  /** Code without the indentation of its lines, which is another one in an excerpt. */
  private static String flat(String code) {
    return code.replaceAll("(?m)^ +", "").replaceAll("\n{2,}", "\n");
  }

  /**
   * Commands in sentences, tables and blocks that nobody runs, where a file or a number may have a
   * name in its place.
   */
  @ParameterizedTest
  @MethodSource("files")
  void shouldNameCommandsAndOptionsThatThereAre(Markdown file) {
    List<String> commands = new ArrayList<>(file.code());
    for (Markdown.Block block : file.blocks()) {
      if (block.language().equals("text")) {
        block.code().lines().map(String::strip).forEach(commands::add);
      }
    }
    for (String code : commands) {
      if (code.startsWith("./jackdaw ")) {
        List<String> words = List.of(code.replace("'", "").split(" +", -1));
        String help = Cli.run(words.get(1), "--help").fine().out();
        for (String word : words) {
          if (word.startsWith("--")) {
            assertThat(help).as(file + ": " + code)
                .containsPattern("(?m)^ *\\Q" + word + "\\E( |$)");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldNameJarsOfThisVersion(Markdown file) throws IOException {
    String pom = Files.readString(Markdown.ROOT.resolve("pom.xml"));
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    assertThat(version.find()).isTrue();
    Matcher jar = JAR.matcher(file.text());
    while (jar.find()) {
      assertThat(jar.group(3))
          .as(file + ": " + jar.group())
          .isIn(
              "jackdaw-" + jar.group(2) + "-" + version.group(1) + ".jar",
              "jackdaw-" + jar.group(2) + ".jar");
      assertThat(Markdown.ROOT.resolve(jar.group().replaceFirst("target/.*", "pom.xml"))).exists();
    }
  }
}
