package jackdaw.space;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Parts with a name and a space of their own each, in a fixed order. An element is the blocks of
 * its parts, one after the other; {@link #offset} says where each begins. A part may be a
 * dictionary too.
 *
 * @param parts at least one, each of another name
 */
public record Dictionary(List<Part> parts) implements Space {
  /**
   * One part.
   *
   * @param name letters, digits, hyphens and underscores, since it names parameters and messages
   */
  public record Part(String name, Space space) {
    /** Checks the name. */
    public Part {
      if (!name.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(
            "a part of a dictionary cannot be named \"%s\": use letters, digits, - and _"
                .formatted(name));
      }
    }
  }

  /** Checks the names. */
  public Dictionary {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "a dictionary without parts is not possible: give at least one");
    }
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      if (!names.add(part.name)) {
        throw new IllegalArgumentException(
            "two parts of a dictionary are named %s: give each a name of its own"
                .formatted(part.name));
      }
    }
    Math.toIntExact(parts.stream().mapToLong(part -> part.space.size()).sum());
  }

  /** The dictionary of these parts. */
  public static Dictionary of(Part... parts) {
    return new Dictionary(List.of(parts));
  }

  /**
   * Where a part's block begins in an element.
   *
   * @throws IllegalArgumentException if no part has the name
   */
  public int offset(String name) {
    int offset = 0;
    for (Part part : parts) {
      if (part.name.equals(name)) {
        return offset;
      }
      offset += part.space.size();
    }
    throw new IllegalArgumentException(
        "%s has no part named %s".formatted(this, name));
  }

  @Override
  public int size() {
    int size = 0;
    // by index, since an iterator is an object, and environments are stepped without any
    for (int i = 0; i < parts.size(); i++) {
      size += parts.get(i).space.size();
    }
    return size;
  }

  @Override
  public boolean contains(float[] values, int offset) {
    int at = offset;
    for (Part part : parts) {
      if (!part.space.contains(values, at)) {
        return false;
      }
      at += part.space.size();
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator random, float[] values, int offset) {
    int at = offset;
    for (Part part : parts) {
      part.space.sample(random, values, at);
      at += part.space.size();
    }
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(part -> part.name + "=" + part.space)
        .collect(Collectors.joining(", ", "Dictionary(", ")"));
  }
}
