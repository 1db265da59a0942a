package jackdaw.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value read from YAML or JSON, and where it stands: a {@code Map<String, Node>}, a {@code
 * List<Node>}, a string, a {@link Long} (or a {@link java.math.BigInteger} beyond 64 bits), a
 * {@link Double}, a {@link Boolean} or null. Read token by token: nothing in a file names a class.
 *
 * @param line from 1
 */
record Node(@Nullable Object value, int line) {
  private static final int MAX_DEPTH = 50;
  private static final long MAX_BYTES = 100_000_000;

  /** Where {@code --config <(…)} and {@code --config /dev/stdin} are pipes that have a writer. */
  private static final Path OPENED_BY_SHELL = Path.of("/dev");

  /** Reads a YAML file; an empty one is an empty map. */
  static Node yaml(Path file, String remedy) throws IOException {
    return read(Yaml.FACTORY.createParser(bytes(file, remedy)), file, remedy);
  }

  /** Reads YAML that comes with Jackdaw. */
  static Node yaml(InputStream in, String name) throws IOException {
    return read(Yaml.FACTORY.createParser(in), Path.of(name), "reinstall Jackdaw");
  }

  /** Reads a JSON file. */
  static Node json(Path file, String remedy) throws IOException {
    return json(bytes(file, remedy), file, remedy);
  }

  /** Reads JSON from bytes of a file. */
  static Node json(byte[] bytes, Path file, String remedy) throws IOException {
    return read(Json.FACTORY.createParser(bytes), file, remedy);
  }

  /** The value with all nested nodes replaced by theirs; null becomes the text {@code null}. */
  Object plain() {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, node) -> plain.put((String) key, ((Node) node).plain()));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(node -> ((Node) node).plain()).toList();
    }
    return value == null ? "null" : value;
  }

  /** The value as a map, or null if it is none. */
  @SuppressWarnings("unchecked") // Every map that is read has such keys and values.
  @Nullable
  Map<String, Node> map() {
    return value instanceof Map<?, ?> map ? (Map<String, Node>) map : null;
  }

  private static byte[] bytes(Path file, String remedy) throws IOException {
    try {
      if (!file.toAbsolutePath().startsWith(OPENED_BY_SHELL)) {
        DamagedFileException.requireFile(file, remedy);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new DamagedFileException(
            file, "is longer than %d bytes".formatted(MAX_BYTES), remedy);
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DamagedFileException(file, "is missing", remedy);
    } catch (FileSystemException e) {
      throw FileErrors.reading(file, e);
    }
  }

  private static Node read(JsonParser parser, Path file, String remedy) throws IOException {
    try (parser) {
      if (parser.nextToken() == null) {
        return new Node(Map.of(), 1);
      }
      Node node = read(parser, 0);
      if (parser.nextToken() != null) {
        throw new DamagedFileException(
            file, parser.currentTokenLocation().getLineNr(), "goes on after its end", remedy);
      }
      return node;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String problem = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new DamagedFileException(file, line, "cannot be read (" + problem + ")", remedy);
    } catch (CharConversionException e) {
      throw new DamagedFileException(file, "is no UTF-8 text", remedy);
    }
  }

  private static Node read(JsonParser parser, int depth) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (depth > MAX_DEPTH) {
      throw new JsonParseException(parser, "nested too deeply");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Node> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          map.put(key, read(parser, depth + 1));
        }
        yield new Node(map, line);
      }
      case START_ARRAY -> {
        List<Node> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser, depth + 1));
        }
        yield new Node(list, line);
      }
      case VALUE_STRING -> new Node(parser.getText(), line);
      case VALUE_NUMBER_INT -> new Node(parser.getNumberValue(), line).withLong();
      case VALUE_NUMBER_FLOAT -> new Node(parser.getDoubleValue(), line);
      case VALUE_TRUE -> new Node(true, line);
      case VALUE_FALSE -> new Node(false, line);
      case VALUE_NULL -> new Node(null, line);
      default -> throw new JsonParseException(parser, "unexpected " + parser.currentToken());
    };
  }

  private Node withLong() {
    return value instanceof Integer number ? new Node(number.longValue(), line) : this;
  }

  private static final class Json {
    static final JsonFactory FACTORY =
        new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}
  }

  /** Apart from JSON's, because its classes take a while to load. */
  private static final class Yaml {
    static final JsonFactory FACTORY =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Yaml() {}
  }
}
