package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.Transitions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Tests that all methods on the path of a step are short enough for the launcher's Java to inline.
 * Otherwise a step of CartPole takes half as long again.
 */
class InlinedStepTest {
  private static final Pattern LIMIT = Pattern.compile("-XX:FreqInlineSize=(\\d+)");

  private static int limit() throws IOException {
    Matcher matcher = LIMIT.matcher(Files.readString(Path.of("..", "jackdaw")));
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** Compares each of the methods, which must exist, with the limit. */
  private static void check(Class<?> neighbour, String name, String... methods) throws IOException {
    Set<String> missing = new TreeSet<>(List.of(methods));
    try (InputStream file = neighbour.getResourceAsStream(name + ".class")) {
      assertThat(file).as(name).isNotNull();
      for (MethodModel method : ClassFile.of().parse(file.readAllBytes()).methods()) {
        if (method.code().orElse(null) instanceof CodeAttribute code
            && missing.remove(method.methodName().stringValue())) {
          assertThat(code.codeLength())
              .as("bytes of %s.%s", name, method.methodName())
              .isLessThanOrEqualTo(limit());
        }
      }
    }
    assertThat(missing).as("methods of %s that are not there", name).isEmpty();
  }

  @Test
  void shouldBeShort() throws IOException {
    check(
        Step.class, "EnvironmentCopy", "step", "act", "record", "requireFiniteReward",
        "askLegalActions", "writeObservation", "copy", "copyFour");
    check(Transitions.class, "Transitions", "take");
    check(Step.class, "Step", "clear", "ended", "taskReward");
    check(TimeLimit.class, "TimeLimit", "step");
    check(
        CartPole.class, "CartPole", "step", "force", "move", "lean", "centrifugalForce", "reaction",
        "accelerate", "isLost", "observe");
    check(SmallAngle.class, "SmallAngle", "sin", "cos", "restOfCos");
  }
}
