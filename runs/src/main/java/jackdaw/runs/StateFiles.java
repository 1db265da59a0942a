package jackdaw.runs;

import jackdaw.state.Snapshot;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot as two files: short columns in {@code state.json}, where people can read them, long ones
 * in {@code state.safetensors}. Both hold every bit: see {@link JsonText} for doubles; a float is
 * written as the double of the same value; a NaN with a payload goes to the other file.
 */
final class StateFiles {
  static final String JSON = "state.json";
  static final String ARRAYS = "state.safetensors";

  private static final int FORMAT = 1;
  private static final int MOST_IN_JSON = 16;

  private StateFiles() {}

  /**
   * Writes both files.
   *
   * @param about what the state belongs to, as text
   */
  static void write(Path folder, Map<String, String> about, Snapshot snapshot)
      throws IOException {
    Map<String, Object> columns = new LinkedHashMap<>();
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    snapshot
        .columns()
        .forEach(
            (name, values) -> {
              if (fitsJson(values)) {
                Map<String, Object> column = new LinkedHashMap<>();
                column.put("type", StoredType.of(values).name());
                column.put("values", boxed(values));
                columns.put(name, column);
              } else {
                arrays.put(name, StoredArray.vector(values));
              }
            });
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("run", about);
    root.put("columns", columns);
    Files.writeString(folder.resolve(JSON), JsonText.of(root));
    new Safetensors(Map.of(), arrays).write(folder.resolve(ARRAYS));
  }

  private static boolean fitsJson(Object values) {
    int length = Array.getLength(values);
    if (length > MOST_IN_JSON) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      Object value = Array.get(values, i);
      boolean payload =
          switch (value) {
            case Float number -> Float.isNaN(number) && bits(number) != bits(Float.NaN);
            case Double number -> Double.isNaN(number) && bits(number) != bits(Double.NaN);
            default -> false;
          };
      if (payload) {
        return false;
      }
    }
    return true;
  }

  private static int bits(float number) {
    return Float.floatToRawIntBits(number);
  }

  private static long bits(double number) {
    return Double.doubleToRawLongBits(number);
  }

  private static List<Object> boxed(Object values) {
    List<Object> boxed = new ArrayList<>();
    for (int i = 0; i < Array.getLength(values); i++) {
      boxed.add(Array.get(values, i));
    }
    return boxed;
  }

  /** What the state belongs to, as it was given to {@link #write}. */
  static Map<String, String> readAbout(Path folder, String remedy) throws IOException {
    Fields run = root(folder, remedy).object("run");
    Map<String, String> about = new LinkedHashMap<>();
    for (String name : run.names()) {
      about.put(name, run.text(name));
    }
    return about;
  }

  /** The snapshot that both files hold. */
  static Snapshot read(Path folder, String remedy) throws IOException {
    Snapshot snapshot = new Snapshot();
    Fields columns = root(folder, remedy).object("columns");
    for (String name : columns.names()) {
      put(snapshot, name, values(columns.object(name)));
    }
    Map<String, StoredArray> arrays = Safetensors.read(folder.resolve(ARRAYS)).arrays();
    for (Map.Entry<String, StoredArray> entry : arrays.entrySet()) {
      if (snapshot.has(entry.getKey())) {
        throw new DamagedFileException(
            folder.resolve(ARRAYS), "repeats " + entry.getKey() + " of " + JSON, remedy);
      }
      put(snapshot, entry.getKey(), entry.getValue().values());
    }
    return snapshot;
  }

  private static Fields root(Path folder, String remedy) throws IOException {
    Path file = folder.resolve(JSON);
    Fields root = new Fields(file, Node.json(file, remedy), remedy);
    long format = root.wholeNumber("format");
    if (format < 1 || format > FORMAT) {
      throw new DamagedFileException(
          file,
          "has format %d, and this version reads 1 to %d".formatted(format, FORMAT),
          "use a newer version of Jackdaw");
    }
    return root;
  }

  private static Object values(Fields column) throws DamagedFileException {
    List<Node> nodes = column.list("values");
    String name = column.text("type");
    for (StoredType type : StoredType.values()) {
      if (type.name().equals(name)) {
        return values(type, nodes, column);
      }
    }
    throw column.wrong("type", "one of F32, F64, I32, I64");
  }

  private static Object values(StoredType type, List<Node> nodes, Fields column)
      throws DamagedFileException {
    Object values = type.allocate(nodes.size());
    try {
      for (int i = 0; i < nodes.size(); i++) {
        Object value = nodes.get(i).value();
        switch (type) {
          case F32 -> Array.setFloat(values, i, (float) JsonText.number(value));
          case F64 -> Array.setDouble(values, i, JsonText.number(value));
          case I32 -> Array.setInt(values, i, Math.toIntExact(JsonText.wholeNumber(value)));
          case I64 -> Array.setLong(values, i, JsonText.wholeNumber(value));
        }
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw column.wrong("values", "a list of type " + type);
    }
    return values;
  }

  private static void put(Snapshot snapshot, String name, Object values) {
    switch (values) {
      case float[] floats -> snapshot.put(name, floats);
      case double[] doubles -> snapshot.put(name, doubles);
      case int[] ints -> snapshot.put(name, ints);
      case long[] longs -> snapshot.put(name, longs);
      default -> throw new IllegalArgumentException("no column of " + values.getClass());
    }
  }
}
