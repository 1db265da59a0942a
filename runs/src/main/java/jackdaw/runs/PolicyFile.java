package jackdaw.runs;

import jackdaw.nn.ParameterVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code policy.safetensors}: parameters by name, each a matrix. */
final class PolicyFile {
  static final String NAME = "policy.safetensors";

  private PolicyFile() {}

  /** Writes values that are laid out as {@code layout} into a folder. */
  static void write(
      Path folder, ParameterVector layout, float[] values, Map<String, String> metadata)
      throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (ParameterVector.View view : layout.views()) {
      float[] matrix =
          Arrays.copyOfRange(values, view.offset(), view.offset() + view.size());
      arrays.put(view.name(), new StoredArray(shape(view), matrix));
    }
    new Safetensors(metadata, arrays).write(folder.resolve(NAME));
  }

  /**
   * Reads the parameters that {@code into} has; others in the file are left alone, such as those of a
   * critic when only the actor is wanted.
   *
   * @throws DamagedFileException if one is missing or has another shape
   */
  static void read(Path folder, ParameterVector into) throws IOException {
    Path file = folder.resolve(NAME);
    Map<String, StoredArray> arrays = Safetensors.read(file).arrays();
    for (ParameterVector.View view : into.views()) {
      StoredArray array = arrays.get(view.name());
      if (array == null) {
        throw mismatch(file, "has no parameter " + view.name());
      }
      if (!array.shape().equals(shape(view))
          || !(array.values() instanceof float[] values)) {
        throw mismatch(
            file,
            "has %s as %s, where float[]%s is expected"
                .formatted(view.name(), array, shape(view)));
      }
      System.arraycopy(values, 0, into.values(), view.offset(), values.length);
    }
  }

  private static List<Long> shape(ParameterVector.View view) {
    return List.of((long) view.rows(), (long) view.columns());
  }

  private static DamagedFileException mismatch(Path file, String problem) {
    return new DamagedFileException(
        file, problem, "restore config.yaml and this file as the run left them");
  }
}
