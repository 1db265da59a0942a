package jackdaw;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.wrapper.EnvironmentConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/ppo-details.md names is there: files, tests, settings, and all details. */
class PpoDetailsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern LINK = Pattern.compile("\\[`(\\w+)(?:\\.(\\w+))?`]\\(([^)#]+)\\)");
  private static final Pattern SETTING = Pattern.compile("`((?:ppo|environment)\\.[a-z-]+)`");

  private final String text;

  PpoDetailsTest() throws IOException {
    text = Files.readString(DOCS.resolve("ppo-details.md"));
  }

  @ParameterizedTest
  @CsvSource({
    "13 core details,13", "9 details of continuous actions,9", "5 details of LSTM,5",
    "1 detail of multi-discrete actions,1", "4 auxiliary details,4"})
  void shouldHaveAllDetailsEachWithItsPlaceAndItsTest(String title, int count) {
    int from = text.indexOf("## " + title);
    assertThat(from).isPositive();
    int to = text.indexOf("\n## ", from + 1);
    List<String> rows =
        text.substring(from, to).lines().filter(line -> line.matches("\\| \\d+\\. .*")).toList();
    assertThat(rows).hasSize(count);
    for (int i = 0; i < count; i++) {
      String[] cells = rows.get(i).split("\\|", -1);
      assertThat(cells).as(rows.get(i)).hasSize(6);
      assertThat(cells[1].strip()).startsWith(i + 1 + ". ");
      assertThat(cells[2].strip()).as(rows.get(i)).isNotEmpty();
      assertThat(links(cells[3])).as(rows.get(i)).isNotEmpty()
          .allMatch(link -> link.path.contains("/main/"));
      assertThat(links(cells[4])).as(rows.get(i)).isNotEmpty()
          .allMatch(link -> link.path.contains("/test/") && link.method != null);
    }
  }

  @Test
  void shouldNameWhatThereIs() throws IOException {
    List<Link> links = links(text);
    assertThat(links).hasSizeGreaterThan(60);
    for (Link link : links) {
      Path file = DOCS.resolve(link.path);
      assertThat(file).exists().hasFileName(link.type + ".java");
      if (link.method != null) {
        assertThat(Files.readString(file)).as(link.path).contains("  void " + link.method + "(");
      }
    }
  }

  @Test
  void shouldNameSettingsThatThereAre() {
    Set<String> settings = new HashSet<>();
    names("ppo.", PpoConfig.class, settings);
    names("environment.", EnvironmentConfig.class, settings);
    Matcher matcher = SETTING.matcher(text);
    int found = 0;
    while (matcher.find()) {
      assertThat(settings).contains(matcher.group(1));
      found++;
    }
    assertThat(found).isGreaterThan(30);
  }

  private static void names(String prefix, Class<?> type, Set<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        names(prefix, component.getType(), names);
      }
      names.add(
          prefix
              + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
  }

  private record Link(String type, String method, String path) {}

  private static List<Link> links(String text) {
    List<Link> links = new ArrayList<>();
    Matcher matcher = LINK.matcher(text);
    while (matcher.find()) {
      links.add(new Link(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    return links;
  }
}
