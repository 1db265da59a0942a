package jackdaw.runs;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code policy.safetensors}: parameters by name, each a matrix, and the mean and variance by which
 * observations are normalised, if they are. They stand in one file, so that neither is ever without
 * the other.
 */
final class PolicyFile {
  static final String NAME = "policy.safetensors";

  private static final String MEAN = "observation-normalizer.mean";
  private static final String VARIANCE = "observation-normalizer.variance";

  private PolicyFile() {}

  /**
   * Writes values that are laid out as {@code layout} into a folder.
   *
   * @param normalizer see {@link ObservationNormalizer#statistics}; none if there is no normaliser
   */
  static void write(
      Path folder,
      ParameterVector layout,
      float[] values,
      double[] normalizer,
      Map<String, String> metadata)
      throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (ParameterVector.View view : layout.views()) {
      float[] matrix =
          Arrays.copyOfRange(values, view.offset(), view.offset() + view.size());
      arrays.put(view.name(), new StoredArray(shape(view), matrix));
    }
    if (normalizer.length > 0) {
      int size = normalizer.length / 2;
      arrays.put(MEAN, StoredArray.vector(Arrays.copyOf(normalizer, size)));
      arrays.put(VARIANCE, StoredArray.vector(Arrays.copyOfRange(normalizer, size, 2 * size)));
    }
    new Safetensors(metadata, arrays).write(folder.resolve(NAME));
  }

  /**
   * Reads the parameters that {@code policy} has and the statistics of its normaliser; other
   * parameters in the file are left alone, such as those of a critic when only the actor is wanted.
   *
   * @throws DamagedFileException if one is missing or has another shape, or the file has a
   *     normaliser and the policy has none
   */
  static void read(Path folder, Policy policy) throws IOException {
    Path file = folder.resolve(NAME);
    Map<String, StoredArray> arrays = Safetensors.read(file).arrays();
    readParameters(file, arrays, policy.parameters());
    Optional<ObservationNormalizer> normalizer = policy.normalizer();
    if (normalizer.isPresent()) {
      int size = normalizer.get().size();
      double[] statistics = new double[2 * size];
      System.arraycopy(vector(file, arrays, MEAN, size), 0, statistics, 0, size);
      System.arraycopy(vector(file, arrays, VARIANCE, size), 0, statistics, size, size);
      normalizer.get().copyFrom(statistics);
    } else if (arrays.containsKey(MEAN) || arrays.containsKey(VARIANCE)) {
      throw mismatch(
          file, "normalises observations, and config.yaml says that nothing does");
    }
  }

  private static double[] vector(
      Path file, Map<String, StoredArray> arrays, String name, int size)
      throws DamagedFileException {
    StoredArray array = arrays.get(name);
    if (array == null) {
      throw mismatch(file, "has no " + name);
    }
    if (array.values() instanceof double[] values && values.length == size) {
      return values;
    }
    throw mismatch(
        file, "has %s as %s, where double[]%s is expected".formatted(name, array, List.of(size)));
  }

  private static void readParameters(
      Path file, Map<String, StoredArray> arrays, ParameterVector into)
      throws DamagedFileException {
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
