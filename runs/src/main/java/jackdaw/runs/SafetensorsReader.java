package jackdaw.runs;

import jackdaw.state.StateColumn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a safetensors file, trusting nothing in it. */
final class SafetensorsReader {
  /** The format's own limit, in bytes. */
  private static final long MAX_HEADER = 100_000_000;

  private static final String REMEDY = "restore it from a copy, or write it again";

  private final Path file;

  SafetensorsReader(Path file) {
    this.file = file;
  }

  /** Where an array lies, offsets counted from the end of the header. */
  private record Place(String name, StoredType type, List<Long> shape, long begin, long end) {
    int length() {
      return (int) ((end - begin) / type.bytes());
    }
  }

  /** What the header says, with where the arrays start in the file. */
  private record Header(Map<String, String> metadata, List<Place> places, long dataStart) {}

  /** Reads everything. */
  Safetensors read() throws IOException {
    DamagedFileException.requireFile(file, REMEDY);
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(channel);
      Map<String, StoredArray> arrays = new LinkedHashMap<>();
      for (Place place : header.places()) {
        Object values = place.type().allocate(place.length());
        place.type()
            .read(channel, header.dataStart() + place.begin(), values, 0, place.length());
        arrays.put(place.name(), new StoredArray(place.shape(), values));
      }
      return new Safetensors(header.metadata(), arrays);
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /** Reads the header, and returns the arrays as columns that are read when they are copied. */
  Map<String, StateColumn> readColumns() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(channel);
      Map<String, StateColumn> columns = new LinkedHashMap<>();
      for (Place place : header.places()) {
        long start = header.dataStart() + place.begin();
        columns.put(place.name(), new FileColumn(file, start, place.type(), place.length()));
      }
      return columns;
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private IOException cannotRead(IOException cause) {
    return cause instanceof NoSuchFileException
        ? new DamagedFileException(file, "is missing", REMEDY)
        : FileErrors.reading(file, cause);
  }

  private Header header(FileChannel channel) throws IOException {
    long dataStart = Long.BYTES + headerLength(channel);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Place> places = new ArrayList<>();
    readHeader(channel, (int) (dataStart - Long.BYTES), metadata, places);
    checkPlaces(places, channel.size() - dataStart);
    return new Header(metadata, places, dataStart);
  }

  private long headerLength(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw damaged("has %d bytes, too few for a safetensors file".formatted(size));
    }
    long length = bytes(channel, 0, Long.BYTES).getLong(0);
    if (length < 2 || length > MAX_HEADER || length > size - Long.BYTES) {
      throw damaged(
          "claims a header of %s bytes, in a file of %d"
              .formatted(Long.toUnsignedString(length), size));
    }
    return length;
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        break;
      }
    }
    return bytes;
  }

  private void readHeader(
      FileChannel channel, int length, Map<String, String> metadata, List<Place> places)
      throws IOException {
    byte[] json = bytes(channel, Long.BYTES, length).array();
    Map<String, Node> header = Node.json(json, file, REMEDY).map();
    if (json[0] != '{' || header == null) {
      throw damaged("has a header that is no JSON object");
    }
    for (Map.Entry<String, Node> entry : header.entrySet()) {
      Map<String, Node> fields = entry.getValue().map();
      if (fields == null) {
        throw damaged("describes %s by something that is no JSON object".formatted(entry.getKey()));
      }
      if (entry.getKey().equals(Safetensors.METADATA)) {
        readMetadata(fields, metadata);
      } else {
        places.add(place(entry.getKey(), fields));
      }
    }
  }

  private void readMetadata(Map<String, Node> fields, Map<String, String> metadata)
      throws DamagedFileException {
    for (Map.Entry<String, Node> entry : fields.entrySet()) {
      if (!(entry.getValue().value() instanceof String text)) {
        throw damaged("has metadata %s that is no text".formatted(entry.getKey()));
      }
      metadata.put(entry.getKey(), text);
    }
  }

  private Place place(String name, Map<String, Node> fields) throws DamagedFileException {
    if (!fields.keySet().equals(Set.of("dtype", "shape", "data_offsets"))) {
      throw damaged(
          "describes %s by %s, not dtype, shape, data_offsets".formatted(name, fields.keySet()));
    }
    List<Long> offsets = wholeNumbers(name, "data_offsets", fields.get("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw damaged("has data_offsets of %s that are not a beginning and an end".formatted(name));
    }
    StoredType type = type(name, fields.get("dtype"));
    List<Long> shape = wholeNumbers(name, "shape", fields.get("shape"));
    long bytes = bytes(name, type, shape);
    long given = offsets.get(1) - offsets.get(0);
    if (bytes != given) {
      throw damaged("gives %s %d bytes, where its shape needs %d".formatted(name, given, bytes));
    }
    return new Place(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private StoredType type(String name, @Nullable Node node) throws DamagedFileException {
    for (StoredType type : StoredType.values()) {
      if (node != null && type.name().equals(node.value())) {
        return type;
      }
    }
    throw new DamagedFileException(
        file,
        "has %s of type %s".formatted(name, node == null ? "null" : node.value()),
        "convert it to one of " + StoredType.names());
  }

  private long bytes(String name, StoredType type, List<Long> shape) throws DamagedFileException {
    try {
      long bytes = type.bytes();
      for (long length : shape) {
        bytes = Math.multiplyExact(bytes, length);
      }
      Math.toIntExact(bytes / type.bytes());
      return bytes;
    } catch (ArithmeticException e) {
      throw damaged("has %s with more values than an array can hold".formatted(name));
    }
  }

  private List<Long> wholeNumbers(String name, String field, @Nullable Node node)
      throws DamagedFileException {
    if (node != null && node.value() instanceof List<?> list) {
      List<Long> numbers = new ArrayList<>();
      for (Object element : list) {
        if (((Node) element).value() instanceof Long number && number >= 0) {
          numbers.add(number);
        }
      }
      if (numbers.size() == list.size()) {
        return numbers;
      }
    }
    throw damaged("has a %s of %s that is no list of whole numbers".formatted(field, name));
  }

  /** The arrays fill the rest of the file, one after the other, without a hole. */
  private void checkPlaces(List<Place> places, long size) throws DamagedFileException {
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    long end = 0;
    for (Place place : places) {
      if (place.begin() != end) {
        throw damaged(
            "has %s at %d, where the array before ends at %d"
                .formatted(place.name(), place.begin(), end));
      }
      end = place.end();
    }
    if (end != size) {
      throw damaged("has %d bytes of arrays, where its header says %d".formatted(size, end));
    }
  }

  private DamagedFileException damaged(String problem) {
    return new DamagedFileException(file, problem, REMEDY);
  }
}
