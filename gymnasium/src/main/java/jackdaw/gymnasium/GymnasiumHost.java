package jackdaw.gymnasium;

import com.fasterxml.jackson.databind.JsonNode;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.UnavailableException;
import jackdaw.space.Space;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A Python process and the copies of one environment that live in it, which it ends with the last
 * of. Its batches may be used by several threads; their requests wait for each other.
 */
final class GymnasiumHost {
  static final int MAX_COPIES = 0xffff;

  private static final int PROTOCOL = 2;

  private final String name;
  private final Link link;
  private final Space observationSpace;
  private final Space actionSpace;
  private final boolean bytes;
  private final double threshold;
  private final String renders;
  private final boolean draws;
  private final boolean signs;
  private final boolean shares;
  private final int maskSize;
  private final List<String> remarks;

  /** Places of copies that were closed singly. */
  private final List<Integer> free = new ArrayList<>();

  private int places;
  private int open;

  /** How many want it kept though no copy is open. */
  private int holds;

  /** How many copies it has made that nobody has yet; they are its first. */
  private int ready;

  /** How many copies the shared memory has room for. */
  private int shared;

  private GymnasiumHost(String name, Link link, int copies, JsonNode said) {
    this.name = name;
    this.link = link;
    places = copies;
    ready = copies;
    observationSpace = space(name, "observation", said);
    actionSpace = space(name, "action", said);
    bytes = said.path("bytes").asBoolean();
    threshold = said.path("threshold").asDouble(Double.NaN);
    renders = said.path("render").asText();
    draws = said.path("draws").asBoolean();
    signs = said.path("signs").asBoolean();
    shares = said.path("shares").asBoolean();
    maskSize = said.path("mask").asInt();
    remarks = remarks(name, said.path("left-out"));
  }

  private static List<String> remarks(String name, JsonNode leftOut) {
    List<String> parts = new ArrayList<>();
    leftOut.forEach(part -> parts.add(part.asText()));
    return parts.isEmpty()
        ? List.of()
        : List.of(
            "%s is observed without %s, since there is no such space here"
                .formatted(name, String.join(", ", parts)));
  }

  /**
   * Starts a process and waits until it has made its copies, which {@link #more} hands out.
   *
   * @param id of the environment, without the prefix
   * @param copies how many to begin with, at least 1
   * @param awake whether it has a core of its own, so that both sides wait awake for a while
   * @throws UnavailableException if that is not possible
   */
  static GymnasiumHost start(
      Connector connector, String id, Map<String, String> arguments, int copies, boolean awake) {
    return begin(connector, id, arguments, copies, awake).finish();
  }

  /** Starts a process and does not wait until it has made its copies; see {@link #start}. */
  static Beginning begin(
      Connector connector, String id, Map<String, String> arguments, int copies, boolean awake) {
    String name = "gym:" + id;
    Link link = connector.connect(name);
    try {
      link.spin(awake);
      link.sendJson(
          Link.HELLO,
          Map.of(
              "protocol", PROTOCOL, "id", id, "arguments", arguments, "copies", copies, "awake",
              awake, "folders", folders()));
      return new Beginning(name, link, copies);
    } catch (RuntimeException | Error e) {
      link.close();
      throw e;
    }
  }

  private static List<String> folders() {
    String given = System.getProperty(GymnasiumSource.FOLDERS_PROPERTY, "");
    return Arrays.stream(given.split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .toList();
  }

  /** A process that makes its copies. */
  record Beginning(String name, Link link, int copies) {
    /** Waits until they are made; ends the process if they cannot be. */
    GymnasiumHost finish() {
      try {
        return new GymnasiumHost(name, link, copies, link.receiveJson());
      } catch (PythonException e) {
        link.close();
        throw cannotBeMade(name, e);
      } catch (RuntimeException | Error e) {
        link.close();
        throw e;
      }
    }
  }

  private static UnavailableException cannotBeMade(String name, PythonException e) {
    return new UnavailableException("%s cannot be made: %s".formatted(name, e.line()), e);
  }

  private static Space space(String name, String which, JsonNode said) {
    try {
      return Spaces.of(said.path(which));
    } catch (IllegalArgumentException e) {
      throw new UnavailableException(
          "%s cannot be used: its %s space is not possible here: %s"
              .formatted(name, which, e.getMessage()),
          e);
    }
  }

  /**
   * Shares memory with Python for steps of so many copies, if what is shared already is too small.
   */
  private void share(int copies) {
    if (shares && copies > shared) {
      long row = (long) (bytes ? 1 : Float.BYTES) * observationSpace.size();
      long request = Long.BYTES + (long) Float.BYTES * actionSpace.size();
      long answer = Double.BYTES + 1 + 2 * maskSize + 2 * row;
      link.share(copies * request, copies * answer + 2 * Long.BYTES);
      shared = copies;
    }
  }

  /** Whether what is shared has room for so many copies; never where nothing can be. */
  boolean isShared(int copies) {
    return copies <= shared;
  }

  /**
   * How many seconds a step takes within Python; empty if it cannot be found out. It is taken from
   * some steps of a copy that is then thrown away.
   */
  OptionalDouble stepSeconds() {
    link.lock();
    try {
      link.send(Link.PACE, 0, 0, 0);
      return OptionalDouble.of(link.receiveJson().path("seconds").asDouble());
    } catch (PythonException e) {
      return OptionalDouble.empty(); // Whoever steps it will hear what is wrong.
    } finally {
      link.unlock();
    }
  }

  /** Has the process run on one of the cores that it may use alone, counted from 0. */
  void pin(int core) {
    link.lock();
    try {
      link.exchange(Link.PIN, core, 1, 0, 0);
    } catch (PythonException e) {
      // Then it stays where the system puts it.
    } finally {
      link.unlock();
    }
  }

  /**
   * More copies in the same process; empty if that has failed or ended.
   *
   * @param offset the place of their first among all that are stepped together
   * @throws UnavailableException if they cannot be made
   */
  Optional<GymnasiumBatch> more(int count, int offset) {
    link.lock();
    try {
      if (link.isOver()) {
        return Optional.empty();
      }
      boolean reuse = ready == 0 && count == 1 && !free.isEmpty();
      int first = ready > 0 ? 0 : reuse ? free.getLast() : places;
      if (first + count > MAX_COPIES) {
        throw tooMany(name, first + count);
      }
      if (count > ready) {
        make(first + ready, count - ready);
      }
      ready = 0;
      if (reuse) {
        free.removeLast();
      } else {
        places = first + count;
      }
      open += count;
      share(count);
      return Optional.of(new GymnasiumBatch(this, first, count, offset));
    } finally {
      link.unlock();
    }
  }

  private void make(int first, int count) {
    try {
      link.exchange(Link.OPEN, first, count, 0, 0);
    } catch (PythonException e) {
      closeUnused();
      throw cannotBeMade(name, e);
    }
  }

  /** Keeps the process, or no longer, while no copy is open. */
  void hold(boolean more) {
    link.lock();
    try {
      holds += more ? 1 : -1;
      closeUnused();
    } finally {
      link.unlock();
    }
  }

  /** Ends the process if no copy is open and nothing holds it. */
  void closeUnused() {
    link.lock();
    try {
      if (open == 0 && holds == 0) {
        link.close();
      }
    } finally {
      link.unlock();
    }
  }

  /** Whether no more copies can be had. */
  boolean isOver() {
    return link.isOver();
  }

  static IllegalArgumentException tooMany(String name, int count) {
    return new IllegalArgumentException(
        "%d copies of %s are not possible: use 1 to %d".formatted(count, name, MAX_COPIES));
  }

  /** Closes the copy at a place, and with the last one the process. */
  void close(int place) {
    link.lock();
    try {
      try {
        if (!link.isOver()) {
          link.exchange(Link.CLOSE, place, 1, 0, 0);
        }
      } catch (PythonException e) {
        throw new EnvironmentException(
            e.told(name, 0, "close"), e);
      } finally {
        free.add(place);
        open--;
        closeUnused();
      }
    } finally {
      link.unlock();
    }
  }

  Link link() {
    return link;
  }

  String name() {
    return name;
  }

  Space observationSpace() {
    return observationSpace;
  }

  Space actionSpace() {
    return actionSpace;
  }

  /** Whether observations come as bytes, else as floats. */
  boolean sendsBytes() {
    return bytes;
  }

  /** How many flags say which actions are legal; 0 if actions are not masked. */
  int maskSize() {
    return maskSize;
  }

  /** What a user should know, a line each. */
  List<String> remarks() {
    return remarks;
  }

  /** Whether rewards are learnt from by their sign alone. */
  boolean learnsFromSigns() {
    return signs;
  }

  /** The mean return from which it counts as solved, if it has one. */
  OptionalDouble solvedReturn() {
    return Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold);
  }

  /** Whether copies draw themselves as they are first made. */
  boolean draws() {
    return draws;
  }

  /** Whether a copy that draws gives text. */
  boolean rendersText() {
    return renders.equals("ansi");
  }

  /** Whether a copy that draws gives pictures. */
  boolean rendersPictures() {
    return renders.equals("rgb_array");
  }
}
