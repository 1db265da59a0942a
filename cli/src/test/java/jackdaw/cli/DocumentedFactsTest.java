package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documentation lists is all that there is: files, columns, keys, settings and defaults.
 */
class DocumentedFactsTest {
  private static final Markdown RUN = Markdown.read("docs/run-directory.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;

  /** The rows of the tables below a heading and above the next, by cells. */
  private static List<String[]> rows(Markdown file, String heading) {
    int from = ("\n" + file.text()).indexOf("\n" + heading + "\n");
    assertThat(from).as(heading).isNotNegative();
    int to = file.text().indexOf("\n#", from + heading.length() + 2);
    return file.text().substring(from, to < 0 ? file.text().length() : to).lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
        .map(line -> line.split(" *\\| *", -1))
        .toList();
  }

  /** The names that stand as code in the first cells. */
  private static List<String> names(Markdown file, String heading) {
    List<String> names = new ArrayList<>();
    for (String[] row : rows(file, heading)) {
      Matcher code = CODE.matcher(row[1]);
      while (code.find()) {
        names.add(code.group(1));
      }
    }
    return names;
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .toList();
    }
  }

  @Test
  void shouldListTheFilesOfARun() throws IOException {
    Path run = folder.resolve("run");
    Cli.train("CartPole-v1", run, "--total-steps", "1000").fine();

    assertThat(names(RUN, "# Reading a run")).containsExactlyInAnyOrderElementsOf(files(run));
    assertThat(names(RUN, "## checkpoint/"))
        .containsExactlyInAnyOrderElementsOf(files(run.resolve("checkpoint")));
    Map<?, ?> summary =
        new ObjectMapper().readValue(run.resolve("summary.json").toFile(), Map.class);
    assertThat(names(RUN, "## summary.json"))
        .containsExactlyElementsOf(summary.keySet().stream().map(Object::toString).toList());
  }

  @Test
  void shouldListTheColumnsOfMetrics() throws IOException {
    Set<String> columns = new LinkedHashSet<>(columns("plain"));
    assertThat(columns)
        .doesNotContain("kl-coefficient", "update-kl", "epochs", "stop-kl")
        .hasSizeGreaterThan(15);
    columns.addAll(
        columns(
            "more", "--set", "objective=adaptive-kl", "--set", "kl-stop=before-epoch"));
    assertThat(names(RUN, "## metrics.csv")).containsExactlyInAnyOrderElementsOf(columns);
  }

  private List<String> columns(String name, String... more) throws IOException {
    Path run = folder.resolve(name);
    String[] all = Stream.concat(Stream.of("--total-steps", "300"), Stream.of(more))
        .toArray(String[]::new);
    Cli.train("CartPole-v1", run, all).fine();
    try (Stream<String> lines = Files.lines(run.resolve("metrics.csv"))) {
      return List.of(lines.findFirst().orElseThrow().split(",", -1));
    }
  }

  /** As {@code list} prints them, which takes them from where they stand. */
  @Test
  void shouldListEverySettingWithItsDefault() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String group : List.of("ppo", "environment")) {
      Cli.run("list", group).fine().out().lines()
          .filter(line -> line.matches("[a-z-]+ = .*"))
          .map(line -> line.split(" = ", 2))
          .forEach(parts -> settings.put(group + '.' + parts[0], parts[1]));
    }
    assertThat(settings).hasSizeGreaterThan(40);
    Map<String, String> documented = new LinkedHashMap<>();
    for (String[] row : rows(Markdown.read("docs/choosing-settings.md"), "## All settings")) {
      if (row[1].startsWith("`")) {
        documented.put(row[1].replace("`", ""), row[2].replace("`", ""));
      }
    }
    assertThat(documented).containsExactlyInAnyOrderEntriesOf(settings);
  }
}
