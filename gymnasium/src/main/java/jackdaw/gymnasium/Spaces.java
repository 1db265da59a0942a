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
import java.util.List;

/**
 * Gymnasium's spaces as Jackdaw has them. A Tuple is a {@link Dictionary} whose parts are named 0,
 * 1, …; whole numbers that begin elsewhere begin at 0 here; double bounds are rounded to floats.
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
      case "discrete" -> new Discrete(said.path("count").asInt());
      case "multi-discrete" -> MultiDiscrete.of(numbers(said.path("counts")));
      case "multi-binary" -> new MultiBinary(said.path("size").asInt());
      case "box" -> box(said);
      case "dictionary" -> {
        List<Dictionary.Part> parts = new ArrayList<>();
        for (JsonNode part : said.path("parts")) {
          parts.add(new Dictionary.Part(part.path("name").asText(), of(part.path("space"))));
        }
        yield new Dictionary(parts);
      }
      default ->
          throw new IllegalArgumentException("a space of kind %s is unknown".formatted(kind));
    };
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
    Arrays.setAll(numbers, i -> said.path(i).asInt());
    return numbers;
  }
}
