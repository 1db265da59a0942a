package jackdaw.runs;

import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot as two files: short columns in {@code state.json}, where people can read them, long
 * ones in {@code state.safetensors}. Both hold every bit: see {@link JsonText} for doubles; a float
 * is written as the double of the same value; a NaN with a payload goes to the other file. Long
 * columns are written and read block by block, and never copied as a whole.
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
    Map<String, StateColumn> arrays = new LinkedHashMap<>();
    snapshot
        .columns()
        .forEach(
            (name, column) -> {
              if (column.length() > MOST_IN_JSON) {
                arrays.put(name, column);
                return;
              }
              Object values = StoredType.of(column.type()).allocate(column.length());
              column.copyTo(0, values, 0, column.length());
              if (fitsJson(values)) {
                columns.put(name, inJson(values));
              } else {
                arrays.put(name, column);
              }
            });
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("run", about);
    root.put("columns", columns);
    Files.writeString(folder.resolve(JSON), JsonText.of(root));
    Safetensors.writeColumns(folder.resolve(ARRAYS), arrays);
  }

  private static Map<String, Object> inJson(Object values) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("type", StoredType.of(values.getClass()).name());
    column.put("values", boxed(values));
    return column;
  }

  private static boolean fitsJson(Object values) {
    for (int i = 0; i < Array.getLength(values); i++) {
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
      Object value = Array.get(values, i);
      boxed.add(value instanceof Byte bits ? Byte.toUnsignedInt(bits) : value);
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

  /**
   * The snapshot that both files hold. Its long columns are read from the file whenever they are
   * asked for, which throws {@link java.io.UncheckedIOException} if that fails.
   */
  static Snapshot read(Path folder, String remedy) throws IOException {
    Snapshot snapshot = new Snapshot();
    Fields columns = root(folder, remedy).object("columns");
    for (String name : columns.names()) {
      snapshot.putShared(name, column(columns.object(name)));
    }
    Map<String, StateColumn> arrays = Safetensors.readColumns(folder.resolve(ARRAYS));
    for (Map.Entry<String, StateColumn> entry : arrays.entrySet()) {
      if (snapshot.has(entry.getKey())) {
        throw new DamagedFileException(
            folder.resolve(ARRAYS), "repeats " + entry.getKey() + " of " + JSON, remedy);
      }
      snapshot.putShared(entry.getKey(), entry.getValue());
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

  private static StateColumn column(Fields column) throws DamagedFileException {
    List<Node> nodes = column.list("values");
    String name = column.text("type");
    for (StoredType type : StoredType.values()) {
      if (type.name().equals(name)) {
        return type.column(values(type, nodes, column));
      }
    }
    throw column.wrong("type", "one of " + StoredType.names());
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
          case U8 -> Array.setByte(values, i, unsignedByte(JsonText.wholeNumber(value)));
        }
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw column.wrong("values", "a list of type " + type);
    }
    return values;
  }

  private static byte unsignedByte(long number) {
    if (number < 0 || number > 255) {
      throw new IllegalArgumentException(number + " is outside [0, 255]");
    }
    return (byte) number;
  }
}
