package jackdaw.environment.check;

import jackdaw.environment.Environment;
import jackdaw.environment.LegalActions;
import jackdaw.environment.check.Finding.Kind;
import jackdaw.environment.check.Finding.Severity;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what {@link EnvironmentChecker} finds: of each kind the first, in order. */
final class ProbeReport {
  private final List<Finding> findings = new ArrayList<>();

  /** What messages call the environment. */
  private String name = "the environment";

  private boolean named;

  void name(String newName) {
    name = newName;
    named = true;
  }

  /** Whether an environment has been made at all. */
  boolean isNamed() {
    return named;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  boolean has(Kind kind) {
    for (Finding finding : findings) {
      if (finding.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  void error(Kind kind, String message) {
    add(Severity.ERROR, kind, message);
  }

  void warning(Kind kind, String message) {
    add(Severity.WARNING, kind, message);
  }

  void note(Kind kind, String message) {
    add(Severity.NOTE, kind, message);
  }

  private void add(Severity severity, Kind kind, String message) {
    if (!has(kind)) {
      findings.add(new Finding(severity, kind, name + " " + message));
    }
  }

  /** Compares a space with what was given for it at another call. */
  void compareSpaces(String which, @Nullable Space first, @Nullable Space then) {
    if (first == null || !first.equals(then)) {
      error(
          Kind.SPACE_CHANGES,
          "gives %s as its %s space, and then %s: give the same space at every call"
              .formatted(String.valueOf(first), which, String.valueOf(then)));
    }
  }

  /** Compares how two instances mask actions. */
  void checkMask(Environment first, Environment second) {
    if (first.masksActions() != second.masksActions()) {
      error(
          Kind.WRONG_MASK,
          "masks actions in one instance and not in another: let masksActions be the same");
    } else if (first.masksActions() && first.actionSpace().maskSize() == 0) {
      error(
          Kind.WRONG_MASK, LegalActions.nothingToMask(first.actionSpace()));
    }
  }

  /** Looks at every value that a call without an exception gave. */
  void examine(ProbeMoment moment, Space observationSpace) {
    float[] observation = moment.observation();
    for (int i = 0; i < observationSpace.size(); i++) {
      float value = observation[i];
      if (value == ProbePlayer.UNWRITTEN) {
        error(
            Kind.NOT_WRITTEN,
            "does not write observation[%d] in %s: write all %d values at every call"
                .formatted(i, moment.place(), observationSpace.size()));
      } else if (!Float.isFinite(value)) {
        error(
            Kind.NOT_FINITE,
            "gives observation[%d] = %s in %s: every value must be finite"
                .formatted(i, value, moment.place()));
      } else {
        String allowed = allowedInstead(observationSpace, i, value);
        if (allowed != null) {
          String message =
              "gives observation[%d] = %s in %s: the observation space allows %s"
                  .formatted(i, value, moment.place(), allowed);
          if (isChoice(observationSpace, i)) {
            error(Kind.OUTSIDE_SPACE, message);
          } else {
            warning(Kind.OUTSIDE_SPACE, message + "; training takes such values as they are");
          }
        }
      }
    }
    if (moment.wrongMask() != null) {
      error(
          Kind.WRONG_MASK,
          "%s after %s: at least one value of each part must be legal, in the order of the space"
              .formatted(moment.wrongMask(), moment.place()));
    }
    // As float, because that is what a rollout keeps.
    if (!Float.isFinite((float) moment.reward())) {
      error(
          Kind.NOT_FINITE,
          "gives reward = %s in %s: it must be finite"
              .formatted(moment.reward(), moment.place()));
    }
  }

  /** What a space allows in a place where it does not allow the value; null if it does. */
  private static @Nullable String allowedInstead(Space space, int index, float value) {
    return switch (space) {
      case Discrete discrete -> allowedInstead(discrete.count(), value);
      case MultiDiscrete multi -> allowedInstead(multi.counts().get(index), value);
      case MultiBinary bits -> allowedInstead(2, value);
      case Box box -> value >= box.low(index) && value <= box.high(index)
          ? null
          : box.low(index) + " to " + box.high(index);
      case Dictionary dictionary -> {
        int at = index;
        for (Dictionary.Part part : dictionary.parts()) {
          if (at < part.space().size()) {
            String allowed = allowedInstead(part.space(), at, value);
            yield allowed == null ? null : allowed + " there, in its part " + part.name();
          }
          at -= part.space().size();
        }
        throw new IllegalArgumentException(
            "value %d lies beyond %s".formatted(index, dictionary));
      }
    };
  }

  /** Whether a value of an element chooses among several, and is no number of a box. */
  private static boolean isChoice(Space space, int index) {
    if (space instanceof Dictionary dictionary) {
      int at = index;
      for (Dictionary.Part part : dictionary.parts()) {
        if (at < part.space().size()) {
          return isChoice(part.space(), at);
        }
        at -= part.space().size();
      }
    }
    return !(space instanceof Box);
  }

  private static @Nullable String allowedInstead(int count, float value) {
    return new Discrete(count).contains(new float[] {value}, 0)
        ? null
        : "the whole numbers 0 to " + (count - 1);
  }
}
