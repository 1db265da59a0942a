package jackdaw.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jackdaw.runs.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page's numbers, read from its HTML as a browser reads them. */
record Page(String html, JsonNode data) {
  private static final Pattern DATA =
      Pattern
          .compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  static Page of(Explanation explanation) throws Exception {
    Matcher matcher = DATA.matcher(explanation.html());
    if (!matcher.find()) {
      throw new IllegalStateException("no data");
    }
    return new Page(explanation.html(), new ObjectMapper().readTree(matcher.group(1)));
  }

  static RunConfig run(long seed, String... settings) {
    RunConfig.Builder builder =
        RunConfig.builder("ppo", Explanation.ENVIRONMENT).profile(Explanation.PROFILE).threads(1)
            .seed(seed);
    for (int i = 0; i < settings.length; i += 2) {
      builder.set(settings[i], settings[i + 1]);
    }
    return builder.build();
  }

  /** Update n of a run; 0 leaves the choice to the library. */
  static Page ofRun(long seed, int update, String... settings) throws Exception {
    return of(
        Explanation.ofRun(
            run(seed, settings), update == 0 ? OptionalInt.empty() : OptionalInt.of(update)));
  }

  static Page ofDocument() throws Exception {
    return of(Explanation.ofDocument());
  }

  JsonNode cells() {
    return data.get("cells");
  }

  double value(String name) {
    return cells().get(name).get("v").asDouble();
  }

  /** The numbers of a family at all steps. */
  double[] column(String family) {
    double[] column = new double[data.get("rows").size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value(family + '.' + (i + 1));
    }
    return column;
  }

  List<String> sources(String name) {
    List<String> sources = new ArrayList<>();
    cells().get(name).path("s").forEach(each -> sources.add(each.asText()));
    return sources;
  }

  JsonNode row(int step) {
    return data.get("rows").get(step);
  }
}
