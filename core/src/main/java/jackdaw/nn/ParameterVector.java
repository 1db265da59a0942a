package jackdaw.nn;

import jackdaw.program.Program;
import jackdaw.program.VectorSegments;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a model in one flat float vector, with a named matrix view of each. Optimisers,
 * clipping, averaging and checkpoints use the vector; expressions use the views' {@link View#tensor
 * tensors}.
 */
public final class ParameterVector {
  /** The bits of the exponent, all of which are set in ±∞ and NaN. */
  private static final int EXPONENT = 0x7f800000;

  private final List<View> views;
  private final float[] values;
  private @Nullable Object claimedBy;

  private ParameterVector(List<View> views, int size) {
    this.views = Collections.unmodifiableList(views);
    values = new float[size];
  }

  /**
   * One named parameter.
   *
   * @param name unique and dotted, such as {@code actor.0.weight}
   * @param offset index of its first value in the vector; the rest follows in row-major order
   * @param tensor the input that represents it in expressions, with its shape
   */
  public record View(String name, int offset, Tensor tensor) {
    /** The number of rows. */
    public int rows() {
      return tensor.rows();
    }

    /** The number of columns. */
    public int columns() {
      return tensor.columns();
    }

    /** The number of values. */
    public int size() {
      return rows() * columns();
    }
  }

  /**
   * A segment of the vector that the step of a loss changes.
   *
   * @param from index of its first value
   * @param to index after its last value
   */
  public record Segment(ParameterVector vector, int from, int to) {
    /** Checks that it contains only whole parameters. */
    public Segment {
      if (from < 0 || to < from || to > vector.size()) {
        throw new IllegalArgumentException(
            "[%d, %d) is no segment of %d parameters".formatted(from, to, vector.size()));
      }
      for (View view : vector.views()) {
        if (view.offset() < from != view.offset() + view.size() <= from
            || view.offset() < to != view.offset() + view.size() <= to) {
          throw new IllegalArgumentException(
              "[%d, %d) cuts parameter %s: take whole parameters".formatted(from, to, view.name()));
        }
      }
    }

    /** The parameters in it, in the order of the vector. */
    public List<View> views() {
      return vector.views().stream()
          .filter(view -> view.offset() >= from && view.offset() < to).toList();
    }
  }

  /** Returns all parameters as one segment. */
  public Segment all() {
    return segment(0, size());
  }

  /** Returns the segment {@code [from, to)} of the vector. */
  public Segment segment(int from, int to) {
    return new Segment(this, from, to);
  }

  /**
   * Claims the vector for a deferred step. Until {@link #release} only the owner may use the
   * values.
   */
  public void claim(Object owner) {
    requireUnclaimed(owner);
    claimedBy = owner;
  }

  /** Ends a {@link #claim}. */
  public void release() {
    claimedBy = null;
  }

  /**
   * Requires that no step of another owner is pending.
   *
   * @throws IllegalStateException if one is
   */
  @SuppressWarnings("ReferenceEquality") // owners are compared, not their contents
  public void requireUnclaimed(Object owner) {
    if (claimedBy != null && claimedBy != owner) {
      throw new IllegalStateException(
          "a deferred step of %s is pending: call its finish() before others use the parameters"
              .formatted(claimedBy));
    }
  }

  /** The inputs of a program that are parameters. */
  public final class Binding {
    private final VectorSegments parts;

    private Binding(Program program) {
      List<View> used = views.stream().filter(view -> program.uses(view.tensor)).toList();
      parts =
          new VectorSegments(
              program,
              used.stream().map(View::tensor).toList(),
              used.stream().mapToInt(View::offset).toArray());
    }

    /** Copies the current values to the program. */
    public void load() {
      parts.load(values);
    }
  }

  /** Finds the inputs of a program that are parameters of this vector. */
  public Binding bind(Program program) {
    return new Binding(program);
  }

  /** Collects the parameters of a model. */
  public static final class Builder {
    private final List<View> views = new ArrayList<>();
    private final List<Initializer> initializers = new ArrayList<>();
    private int size;

    /** Adds a matrix and returns the input that represents it in expressions. */
    public Tensor add(String name, int rows, int columns, Initializer initializer) {
      for (View view : views) {
        if (view.name().equals(name)) {
          throw new IllegalArgumentException("two parameters are named " + name);
        }
      }
      Tensor tensor = Tensor.input(name, rows, columns);
      views.add(new View(name, size, tensor));
      initializers.add(initializer);
      size = Math.addExact(size, Math.multiplyExact(rows, columns));
      return tensor;
    }

    /** The number of values so far. */
    public int size() {
      return size;
    }

    /** Returns the initialised vector; each parameter draws from the stream split by its name. */
    public ParameterVector build(RandomStream random) {
      ParameterVector vector = new ParameterVector(new ArrayList<>(views), size);
      for (int i = 0; i < views.size(); i++) {
        View view = views.get(i);
        initializers
            .get(i)
            .fill(
                vector.values, view.offset, view.rows(), view.columns(), random.split(view.name));
      }
      return vector;
    }
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The values themselves, not a copy. */
  public float[] values() {
    return values;
  }

  /** The parameters in the order of the vector. */
  public List<View> views() {
    return views;
  }

  /** The inputs that represent the parameters in expressions, in the order of the vector. */
  public List<Tensor> tensors() {
    return views.stream().map(View::tensor).toList();
  }

  /** Returns the parameter of a name. */
  public View view(String name) {
    for (View view : views) {
      if (view.name().equals(name)) {
        return view;
      }
    }
    throw new IllegalArgumentException(
        "no parameter is named " + name + "; there are " + views.stream().map(View::name).toList());
  }

  /** Returns the index of a parameter's first value in the vector. */
  public int offset(Tensor parameter) {
    for (View view : views) {
      if (view.tensor == parameter) {
        return view.offset;
      }
    }
    throw new IllegalArgumentException(parameter + " is not a parameter of this vector");
  }

  /** Returns a copy of the values. */
  public float[] toArray() {
    return values.clone();
  }

  /** Copies the values into an array of the same size. */
  public void copyTo(float[] target) {
    System.arraycopy(values, 0, target, 0, values.length);
  }

  /** Copies values from an array of the same size. */
  public void copyFrom(float[] source) {
    if (source.length != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fit %d parameters".formatted(source.length, values.length));
    }
    System.arraycopy(source, 0, values, 0, values.length);
  }

  /** Returns true if all values with an index in [from, to) are finite. */
  public boolean isFinite(int from, int to) {
    // The maximum of whole numbers can use vectors, while the sum of floats has a fixed order.
    int largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & EXPONENT);
    }
    return largest < EXPONENT;
  }

  @Override
  public String toString() {
    return "ParameterVector(%d values: %s)"
        .formatted(values.length, Arrays.toString(views.stream().map(View::name).toArray()));
  }
}
