package jackdaw.gymnasium;

import com.fasterxml.jackson.databind.JsonNode;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gymnasium's spaces as Jackdaw has them. A Tuple is a {@link Dictionary} whose parts are named 0,
 * 1, …; whole numbers that begin elsewhere begin at 0 here; double bounds are rounded to floats.
 * Parts of a Dict may have names that are not possible here, and get others.
 */
final class Spaces {
  private Spaces() {}

  /**
   * Reads a space as the handshake describes it.
   *
   * @throws IllegalArgumentException if there is nothing like it
   */
  static Space of(JsonNode said) {
    String kind = said.path("kind").asText();
    return switch (kind) {
      case "discrete" -> new Discrete(number(said.path("count")));
      case "multi-discrete" -> MultiDiscrete.of(numbers(said.path("counts")));
      case "multi-binary" -> new MultiBinary(said.path("size").asInt());
      case "box" -> box(said);
      case "dictionary" -> {
        List<Dictionary.Part> parts = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode part : said.path("parts")) {
          String name = name(part.path("name").asText(), taken);
          parts.add(new Dictionary.Part(name, of(part.path("space"))));
        }
        yield new Dictionary(parts);
      }
      default ->
          throw new IllegalArgumentException("a space of kind %s is unknown".formatted(kind));
    };
  }

  /**
   * A name as parts of a {@link Dictionary} may have it: any other letter becomes an underscore,
   * and a number tells names apart that would be the same.
   */
  private static String name(String key, Set<String> taken) {
    String plain = key.isEmpty() ? "_" : key.replaceAll("[^A-Za-z0-9_-]", "_");
    String name = plain;
    for (int i = 2; !taken.add(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }

  private static Box box(JsonNode said) {
    int[] shape = numbers(said.path("shape"));
    // So that a shape which is not possible is refused before anything is made of its size.
    int size = Box.of(0, 0, shape).size();
    return Box.of(shape, bounds(said.path("low"), size), bounds(said.path("high"), size));
  }

  private static float[] bounds(JsonNode said, int size) {
    float[] bounds = new float[size];
    if (said.isTextual()) {
      Arrays.fill(bounds, bound(said));
    } else {
      for (int i = 0; i < size; i++) {
        bounds[i] = bound(said.path(i));
      }
    }
    return bounds;
  }

  private static float bound(JsonNode said) {
    return switch (said.asText()) {
      case "inf" -> Float.POSITIVE_INFINITY;
      case "-inf" -> Float.NEGATIVE_INFINITY;
      case String number -> Float.parseFloat(number);
    };
  }

  private static int[] numbers(JsonNode said) {
    int[] numbers = new int[said.size()];
    Arrays.setAll(numbers, i -> number(said.path(i)));
    return numbers;
  }

  private static int number(JsonNode said) {
    if (!said.canConvertToInt()) {
      throw new IllegalArgumentException(
          "%s values are too many: at most %d".formatted(said.asText(), Integer.MAX_VALUE));
    }
    return said.asInt();
  }
}
