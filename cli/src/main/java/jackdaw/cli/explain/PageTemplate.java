package jackdaw.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts words, style, script and numbers into one file. */
final class PageTemplate {
  private static final Pattern PART = Pattern.compile("<!-- part: ([a-z.]+) -->");

  private PageTemplate() {}

  /**
   * The page.
   *
   * @param words which steps there are: {@code run} or {@code document}
   */
  static String fill(String words, PageData data) {
    Map<String, String> parts =
        Map.of(
            "style", resource("page.css"),
            "script", resource("page.js"),
            "steps", resource(words + ".html"),
            "families", resource("families.html"),
            "formulas", resource("formulas.html"),
            "words", words,
            "data", json(data));
    Matcher matcher = PART.matcher(resource("page.html"));
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(
            Objects.requireNonNull(parts.get(found.group(1)), found.group(1)).strip()));
  }

  /** JSON in which nothing ends a script element. */
  private static String json(PageData data) {
    try {
      return new ObjectMapper().writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(PageTemplate.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
