package jackdaw.runs;

import jackdaw.text.NearestNames;
import java.util.Collection;

/** The end of an error message about an unknown name. */
final class Hints {
  private Hints() {}

  /** "did you mean a or b?", or if none is near, "choose one of a, b, c". */
  static String of(String name, Collection<String> names) {
    String question = NearestNames.question(name, names);
    return question.isEmpty() ? "choose one of " + String.join(", ", names) : question;
  }
}
