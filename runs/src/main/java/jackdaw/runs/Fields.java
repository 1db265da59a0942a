package jackdaw.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object of ours; one that is missing or of another kind is damage. */
final class Fields {
  private final Path file;
  private final String remedy;
  private final Map<String, Node> fields;

  Fields(Path file, Node node, String remedy) throws DamagedFileException {
    this.file = file;
    this.remedy = remedy;
    Map<String, Node> map = node.map();
    if (map == null) {
      throw new DamagedFileException(file, node.line(), "is no JSON object", remedy);
    }
    fields = map;
  }

  Iterable<String> names() {
    return fields.keySet();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  Fields object(String name) throws DamagedFileException {
    return new Fields(file, node(name), remedy);
  }

  String text(String name) throws DamagedFileException {
    Node node = node(name);
    if (node.value() instanceof String text) {
      return text;
    }
    throw wrong(name, node, "a text");
  }

  long wholeNumber(String name) throws DamagedFileException {
    Node node = node(name);
    if (node.value() instanceof Long number) {
      return number;
    }
    throw wrong(name, node, "a whole number of 64 bits");
  }

  double number(String name) throws DamagedFileException {
    Node node = node(name);
    try {
      return JsonText.number(node.value());
    } catch (IllegalArgumentException e) {
      throw wrong(name, node, "a number");
    }
  }

  @Nullable
  Double numberOrNull(String name) throws DamagedFileException {
    return isNull(name) ? null : number(name);
  }

  boolean isNull(String name) throws DamagedFileException {
    return node(name).value() == null;
  }

  List<Node> list(String name) throws DamagedFileException {
    Node node = node(name);
    if (node.value() instanceof List<?> list) {
      return list.stream().map(Node.class::cast).toList();
    }
    throw wrong(name, node, "a list");
  }

  DamagedFileException wrong(String name, String expected) throws DamagedFileException {
    return wrong(name, node(name), expected);
  }

  private DamagedFileException wrong(String name, Node node, String expected) {
    return new DamagedFileException(
        file, node.line(), "has a %s that is not %s".formatted(name, expected), remedy);
  }

  private Node node(String name) throws DamagedFileException {
    Node node = fields.get(name);
    if (node == null) {
      throw new DamagedFileException(file, "has no " + name, remedy);
    }
    return node;
  }
}
