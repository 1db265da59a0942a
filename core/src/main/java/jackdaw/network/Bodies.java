package jackdaw.network;

import jackdaw.nn.Activation;
import jackdaw.nn.Initializer;
import jackdaw.nn.Memory;
import jackdaw.nn.MultilayerPerceptron;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.RecurrentCell;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usual bodies. Weights start orthogonal with gain √2, biases at 0; see {@link
 * RecurrentCell#create} for those of a cell.
 */
public final class Bodies {
  private static final Initializer HIDDEN = Initializer.orthogonal(Math.sqrt(2));

  private Bodies() {}

  /**
   * A body as settings describe it: an encoder of observations, hidden layers, and after them a
   * recurrent cell if there is a memory.
   */
  public static BodyFactory of(NetworkConfig settings) {
    return (parameters, name, observations) -> {
      ObservationEncoder encoder =
          new ObservationEncoder(parameters, name, observations, settings, HIDDEN);
      MultilayerPerceptron layers =
          MultilayerPerceptron.create(
              parameters,
              name,
              encoder.width(),
              settings.hiddenSizes(),
              settings.activation(),
              HIDDEN);
      int hidden =
          settings.hiddenSizes().isEmpty() ? encoder.width() : settings.hiddenSizes().getLast();
      if (settings.memory() == Memory.NONE) {
        return new Standard(encoder, layers, null, hidden);
      }
      RecurrentCell cell =
          RecurrentCell.create(
              parameters, name + ".memory", settings.memory(), hidden, settings.memorySize());
      return new Standard(encoder, layers, cell, settings.memorySize());
    };
  }

  /**
   * Hidden layers with an activation after each; none passes observations on as they are encoded.
   */
  public static BodyFactory layers(Activation activation, int... sizes) {
    return of(
        with(List.of(), Arrays.stream(sizes).boxed().toList(), activation, Memory.NONE, 1));
  }

  /**
   * Convolutions for images; see {@link NetworkConfig#convolutions}.
   *
   * @param sizes filters, size of the window and stride of each
   */
  public static BodyFactory convolutions(Activation activation, int... sizes) {
    return of(
        with(Arrays.stream(sizes).boxed().toList(), List.of(), activation, Memory.NONE, 1));
  }

  /**
   * A recurrent cell.
   *
   * @param size H, the width of its output
   */
  public static BodyFactory memory(Memory memory, int size) {
    return of(with(List.of(), List.of(), Activation.TANH, memory, size));
  }

  private static NetworkConfig with(
      List<Integer> convolutions,
      List<Integer> hiddenSizes,
      Activation activation,
      Memory memory,
      int memorySize) {
    return new NetworkConfig(
        convolutions, List.of(), hiddenSizes, activation, memory, memorySize, false, 0, false);
  }

  /**
   * One body after another: the second one takes what the first one gives as a vector of numbers.
   */
  public static BodyFactory then(BodyFactory first, BodyFactory second) {
    return (parameters, name, observations) -> {
      Body before = first.create(parameters, name, observations);
      return new Chain(
          before, second.create(parameters, name + ".then", Box.unbounded(before.width())));
    };
  }

  /** Begins a body with one for each part of a dictionary observation. */
  public static Parts parts() {
    return new Parts();
  }

  /** A body for each part of a dictionary observation; their outputs are concatenated. */
  public static final class Parts implements BodyFactory {
    private final Map<String, BodyFactory> parts = new LinkedHashMap<>();

    private Parts() {}

    /** Sets the body of a part; a part without one is passed on as it is encoded. */
    public Parts part(String name, BodyFactory body) {
      parts.put(name, body);
      return this;
    }

    /** Puts a body after the concatenated outputs. */
    public BodyFactory then(BodyFactory body) {
      return Bodies.then(this, body);
    }

    @Override
    public Body create(ParameterVector.Builder parameters, String name, Space observations) {
      if (!(observations instanceof Dictionary dictionary)) {
        throw new IllegalArgumentException(
            "bodies of parts %s are for observations of a Dictionary, and the observation space is %s"
                .formatted(parts.keySet(), observations));
      }
      List<String> names = dictionary.parts().stream().map(Dictionary.Part::name).toList();
      for (String part : parts.keySet()) {
        if (!names.contains(part)) {
          throw new IllegalArgumentException(
              "the observation has no part named %s; it has %s".formatted(part, names));
        }
      }
      List<Body> bodies = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (Dictionary.Part part : dictionary.parts()) {
        bodies.add(
            parts.getOrDefault(part.name(), layers(Activation.TANH))
                .create(parameters, name + '.' + part.name(), part.space()));
        sizes.add(part.space().size());
      }
      return new SideBySide(bodies, sizes);
    }
  }

  /**
   * The columns of a body in a state that several share; a body without a memory gets all of it.
   */
  static Tensor stateOf(Body body, Tensor state, int from) {
    return body.stateSize() == 0 ? state : state.columns(from, from + body.stateSize());
  }

  /** The states of several bodies as one; the state as it was if none has any. */
  static Tensor joinStates(List<Body> bodies, List<Unrolled> results, Tensor state) {
    List<Tensor> states = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      if (bodies.get(i).stateSize() > 0) {
        states.add(results.get(i).state());
      }
    }
    return switch (states.size()) {
      case 0 -> state;
      case 1 -> states.getFirst();
      default -> Tensor.concatenateColumns(states);
    };
  }

  private record Standard(
      ObservationEncoder encoder,
      MultilayerPerceptron layers,
      @Nullable RecurrentCell cell,
      int width) implements Body {
    @Override
    public int stateSize() {
      return cell == null ? 0 : cell.stateSize();
    }

    @Override
    public Unrolled apply(Tensor observations, Tensor state, Tensor continues) {
      Tensor hidden = layers.apply(encoder.apply(observations));
      return cell == null ? new Unrolled(hidden, state) : cell.unroll(hidden, state, continues);
    }
  }

  private record Chain(Body first, Body second) implements Body {
    @Override
    public int width() {
      return second.width();
    }

    @Override
    public int stateSize() {
      return first.stateSize() + second.stateSize();
    }

    @Override
    public Unrolled apply(Tensor observations, Tensor state, Tensor continues) {
      Unrolled before = first.apply(observations, stateOf(first, state, 0), continues);
      Unrolled after =
          second.apply(
              before.outputs(), stateOf(second, state, first.stateSize()), continues);
      return new Unrolled(
          after.outputs(), joinStates(List.of(first, second), List.of(before, after), state));
    }
  }

  private record SideBySide(List<Body> bodies, List<Integer> sizes) implements Body {
    @Override
    public int width() {
      return bodies.stream().mapToInt(Body::width).sum();
    }

    @Override
    public int stateSize() {
      return bodies.stream().mapToInt(Body::stateSize).sum();
    }

    @Override
    public Unrolled apply(Tensor observations, Tensor state, Tensor continues) {
      List<Unrolled> results = new ArrayList<>();
      int column = 0;
      int stateColumn = 0;
      for (int i = 0; i < bodies.size(); i++) {
        Body body = bodies.get(i);
        results.add(
            body.apply(
                observations.columns(column, column + sizes.get(i)),
                stateOf(body, state, stateColumn),
                continues));
        column += sizes.get(i);
        stateColumn += body.stateSize();
      }
      return new Unrolled(
          Tensor.concatenateColumns(results.stream().map(Unrolled::outputs).toList()),
          joinStates(bodies, results, state));
    }
  }
}
