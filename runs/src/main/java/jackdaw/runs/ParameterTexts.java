package jackdaw.runs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Javadoc of a record says of its components. Java keeps no Javadoc, so the source has to
 * be beside the class on the class path; the build puts that of settings records there.
 */
final class ParameterTexts {
  private static final Pattern PARAMETER =
      Pattern.compile(
          "@param\\s+(\\w+)\\s+(.*?)(?=\\s@(?:param|see|since|throws)\\b|$)", Pattern.DOTALL);
  private static final Pattern BEFORE_RECORD =
      Pattern.compile("\\s*(@[\\w.]+(\\([^)]*\\))?\\s+|[a-z]+\\s+)*");
  private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*\\*+ ?");

  /**
   * {@code {@code x}}, {@code {@link Type}}, {@code {@link Type#method}}, or a link with words of
   * its own.
   */
  private static final Pattern TAG =
      Pattern.compile("\\{@(code|link|linkplain)\\s+([^}\\s]+)(?:\\s+([^}]*))?}");

  private ParameterTexts() {}

  /** The text of each component by its name; none if the source is not there. */
  static Map<String, String> of(Class<?> type) {
    Class<?> file = type;
    while (file.getEnclosingClass() != null) {
      file = file.getEnclosingClass();
    }
    try (InputStream in = file.getResourceAsStream(file.getSimpleName() + ".java")) {
      return in == null
          ? Map.of()
          : of(new String(in.readAllBytes(), StandardCharsets.UTF_8), type.getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the other, of the record of a name in a source. */
  static Map<String, String> of(String source, String record) {
    Matcher declaration =
        Pattern.compile("\\brecord\\s+" + Pattern.quote(record) + "\\s*[(<]").matcher(source);
    if (!declaration.find()) {
      return Map.of();
    }
    int end = source.lastIndexOf("*/", declaration.start());
    int start = source.lastIndexOf("/**", declaration.start());
    if (start < 0
        || end < start
        || !BEFORE_RECORD.matcher(source.substring(end + 2, declaration.start())).matches()) {
      return Map.of();
    }
    String comment = MARGIN.matcher(source.substring(start + 3, end)).replaceAll("");
    Map<String, String> texts = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(comment);
    while (parameter.find()) {
      texts.put(parameter.group(1), plain(parameter.group(2)));
    }
    return texts;
  }

  private static String plain(String text) {
    return TAG.matcher(text.replaceAll("\\s+", " ").strip())
        .replaceAll(
            tag -> Matcher.quoteReplacement(
                tag.group(3) != null ? tag.group(3) : simple(tag.group(1), tag.group(2))));
  }

  private static String simple(String tag, String name) {
    if (tag.equals("code")) {
      return name;
    }
    int hash = name.indexOf('#');
    return name.substring((hash < 0 ? name.lastIndexOf('.') : hash) + 1).replace("()", "");
  }
}
