package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run has measured of time, over all its processes. Kept apart from the state, which is the
 * same however fast the machine was.
 *
 * @param wallSeconds of training
 * @param processSeconds of processes, each from its start
 * @param steadySteps steps taken in the second half of the run
 * @param steadySeconds what they took
 * @param solvedAtProcessSeconds when the environment counted as solved; NaN if it does not
 */
record Times(
    double wallSeconds,
    double processSeconds,
    double steadySteps,
    double steadySeconds,
    double solvedAtProcessSeconds) {
  static final Times ZERO = new Times(0, 0, 0, 0, Double.NaN);

  static final String NAME = "times.json";

  void write(Path folder) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("wallSeconds", wallSeconds);
    values.put("processSeconds", processSeconds);
    values.put("steadySteps", steadySteps);
    values.put("steadySeconds", steadySeconds);
    values.put("solvedAtProcessSeconds", solvedAtProcessSeconds);
    Files.writeString(folder.resolve(NAME), JsonText.of(values));
  }

  static Times read(Path folder, String remedy) throws IOException {
    Path file = folder.resolve(NAME);
    Fields fields = new Fields(file, Node.json(file, remedy), remedy);
    return new Times(
        fields.number("wallSeconds"),
        fields.number("processSeconds"),
        fields.number("steadySteps"),
        fields.number("steadySeconds"),
        fields.number("solvedAtProcessSeconds"));
  }

  Times withoutSteady() {
    return new Times(wallSeconds, processSeconds, 0, 0, solvedAtProcessSeconds);
  }
}
