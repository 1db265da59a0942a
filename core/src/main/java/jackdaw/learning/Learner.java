package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.experience.Columns;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.nn.Gradients;
import jackdaw.nn.Optimizer;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.ParameterVector.Segment;
import jackdaw.nn.ParameterVector.View;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.program.SquaredNorm;
import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps parameters down the gradients of {@link Loss}es, a minibatch at a time: {@link #compute},
 * then {@link #step}.
 *
 * <p>Each loss steps one segment of a parameter vector. The minibatch is divided into {@link
 * Shards}, whose number follows from its size alone; threads compute shards side by side, and
 * gradients are added in a fixed order, so that the result has the same bits on any number of
 * threads.
 *
 * <p>A deferred step is taken by the next {@link #compute}: if there is one shard, the thread that
 * computes a segment's shard first steps that segment, whose parameters are then in its cache, and
 * threads meet once a minibatch. {@link #finish} takes a step that is still pending.
 *
 * <p>The file is long because its builder, with a documented setter for each choice, stands with
 * it.
 */
public final class Learner implements Stateful {
  /** Shuffling, gathering the rows of minibatches, handing over parameters. */
  public static final Phase MINIBATCHES = new Phase("minibatches");

  /** The loss. */
  public static final Phase FORWARD = new Phase("forward");

  /** Its gradient. */
  public static final Phase BACKWARD = new Phase("backward");

  /** Adding gradients, their norm, the optimiser's step. */
  public static final Phase OPTIMISER = new Phase("optimiser");

  /** ‖∇L‖ before the gradient is scaled down, the mean over the minibatches of an update. */
  public static final Metric GRADIENT_NORM = Metric.mean("gradient-norm");

  private static final Phase[] PHASES = {MINIBATCHES, FORWARD, BACKWARD, OPTIMISER};
  private static final int OPTIMISER_INDEX = 3;

  private final Builder built;
  private final ParameterVector parameters;
  private final Optimizer optimizer;
  private final Workers workers;
  private final Places places;
  private final List<WrittenLoss> losses = new ArrayList<>();

  /** Of each segment its shards, one segment after the other. */
  private final Shard[] shards;

  private final Gradients[] gradients;
  private final List<Program> programs = new ArrayList<>();
  private final int shardCount;
  private final float[] gradient;

  /** By segment. */
  private final SquaredNorm[] norms;

  private final double[] squares;
  private final IntConsumer computeShard = this::computeShard;
  private final IntConsumer addSegment = this::addSegment;
  private final IntConsumer stepPart;
  private final IntConsumer finishPart = this::finishPart;

  /** By part of the optimiser's step, whether its parameters are finite. */
  private final boolean[] finite;

  private final Current current = new Current();
  private Timings timings = Timings.OFF;

  /** By shard and phase, and by phase alone. */
  private final long[][] shardNanos;

  private final long[] sharedNanos = new long[PHASES.length];
  private @Nullable Mark mark;

  /** What changes with every minibatch: the other fields then stay in the caches of all threads. */
  private static final class Current {
    /** Whether a step is deferred. */
    boolean pending;

    int[] rows = {};
    int first;
    double learningRate;
    double norm;
    double scale = 1;
    long steps;
  }

  private Learner(Builder built, Workers workers) {
    this.built = built;
    this.workers = workers;
    LossSegments described = built.losses;
    parameters = described.segments.getFirst().vector();
    int[] segmentStarts = described.segmentStarts();
    gradient = new float[parameters.size()];
    shardCount = Shards.count(described.minibatch, described.steps);
    places = new Places(described.minibatch);
    int rows = described.minibatch / shardCount;
    List<Shard> madeShards = new ArrayList<>();
    List<Gradients> madeGradients = new ArrayList<>();
    List<WrittenLoss> written = described.write(rows);
    for (WrittenLoss each : written) {
      if (!losses.contains(each)) {
        losses.add(each);
      }
    }
    for (int i = 0; i < written.size(); i++) {
      WrittenLoss loss = written.get(i);
      Shard.Outputs outputs = described.outputs(written, i);
      places.add(loss, outputs);
      List<View> views =
          described.segments.get(i).views().stream()
              .filter(view -> loss.loss.dependsOn(view.tensor())).toList();
      List<Tensor> derivatives =
          Derivatives.of(loss.loss, views.stream().map(View::tensor).toList());
      List<Tensor> reported = outputs.of(loss);
      Program program =
          Program.compile(reported.isEmpty() ? List.of(loss.loss) : reported, derivatives);
      programs.add(program);
      for (int shard = 0; shard < shardCount; shard++) {
        Program own = shard == 0 ? program : program.replica();
        madeShards.add(
            new Shard(
                loss, own, outputs, described.data, described.read(), places, shard * rows, rows));
        madeGradients.add(new Gradients(own, views, derivatives));
      }
    }
    if (places.hasNoise()) {
      Objects.requireNonNull(built.noise, "a loss with noise needs Builder.noise");
    }
    shards = madeShards.toArray(Shard[]::new);
    gradients = madeGradients.toArray(Gradients[]::new);
    norms = new SquaredNorm[segmentStarts.length - 1];
    Arrays.setAll(
        norms, i -> new SquaredNorm(gradient, segmentStarts[i], segmentStarts[i + 1]));
    squares = new double[norms.length];
    optimizer = built.optimizer.of(LossSegments.partStarts(shardCount, segmentStarts));
    stepPart = optimizer::stepPart;
    finite = new boolean[optimizer.parts()];
    shardNanos = new long[shards.length][PHASES.length];
  }

  /** Begins to describe a learner; see {@link Builder}. */
  public static Builder on(Columns data, int minibatchSize) {
    return new Builder(data, minibatchSize);
  }

  /** Reports from now on where time goes. */
  public void time(Timings clock) {
    timings = clock;
  }

  /** Sets a scalar for the minibatches that follow. One that no loss uses is ignored. */
  public void set(Scalar scalar, double value) {
    places.set(scalar, value);
  }

  /** Sets the learning rate of the steps that follow. */
  public void begin(double learningRate) {
    current.learningRate = learningRate;
  }

  /**
   * Takes the pending step, if there is one, and computes the gradient of a minibatch.
   *
   * @param rows of the data; those from {@code first} on are the minibatch, in the order of {@link
   *     MinibatchOrder} where rows are sequences
   * @return ‖∇L‖, the Euclidean norm of the whole gradient
   * @throws TrainingException if a term of the loss or the gradient is not finite
   */
  public double compute(int[] rows, int first) {
    timings.enter(MINIBATCHES);
    parameters.requireUnclaimed(this);
    current.rows = rows;
    current.first = first;
    places.drawNoise(built.noise, losses);
    if (shardCount > 1) {
      takePending();
    }
    workers.run(shards.length, computeShard);
    parameters.release();
    current.pending = false;
    shareTime();
    if (shardCount > 1) {
      workers.run(norms.length, addSegment);
    }
    places.clearMetrics();
    for (Shard shard : shards) {
      shard.addMetrics(places.metricValues);
    }
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    current.norm = Math.sqrt(sum);
    current.scale = Gradients.clipScale(current.norm, built.maxGradientNorm);
    requireFinite();
    return current.norm;
  }

  private void computeShard(int index) {
    boolean timed = timings.isOn();
    if (current.pending && shardCount == 1) {
      long start = timed ? System.nanoTime() : 0;
      optimizer.stepPart(index);
      if (timed) {
        shardNanos[index][OPTIMISER_INDEX] += System.nanoTime() - start;
      }
    }
    if (timed) {
      shards[index]
          .compute(current.rows, current.first, places.scalarValues, shardNanos[index]);
    } else {
      shards[index].compute(current.rows, current.first, places.scalarValues);
    }
    if (shardCount == 1) {
      addSegment(index);
    }
  }

  /** Adds the gradients of one segment's shards, in their order. */
  private void addSegment(int segment) {
    gradients[segment * shardCount].get(gradient);
    for (int shard = 1; shard < shardCount; shard++) {
      gradients[segment * shardCount + shard].addTo(gradient);
    }
    squares[segment] = norms[segment].squared();
  }

  private void shareTime() {
    if (timings.isOn()) {
      Arrays.fill(sharedNanos, 0);
      for (long[] nanos : shardNanos) {
        for (int i = 0; i < nanos.length; i++) {
          sharedNanos[i] += nanos[i];
          nanos[i] = 0;
        }
      }
      timings.share(PHASES, sharedNanos, OPTIMISER);
    }
  }

  private void requireFinite() {
    for (int i = 0; i < places.metricList.length; i++) {
      Metric metric = places.metricList[i];
      if (metric.mustBeFinite() && !Double.isFinite(places.metricValues[i])) {
        throw notFinite(
            "the " + metric.name().replace('-', ' '), places.metricValues[i], current.steps + 1);
      }
    }
    if (!Double.isFinite(current.norm)) {
      throw notFinite("the gradient", current.norm, current.steps + 1);
    }
  }

  /**
   * Takes a step down the gradient, which is first scaled down to the largest norm that is allowed;
   * with {@link Builder#deferSteps} it is taken by the next {@link #compute} or {@link #finish}.
   */
  public void step() {
    optimizer.begin(parameters.values(), gradient, current.learningRate, current.scale);
    parameters.claim(this);
    current.pending = true;
    current.steps++;
    if (!built.deferSteps) {
      takePending();
    }
  }

  /** Takes the pending step, if there is one. */
  public void takePending() {
    if (current.pending) {
      workers.run(optimizer.parts(), stepPart);
      current.pending = false;
      parameters.release();
    }
  }

  /**
   * Takes the pending step, if there is one, and checks all parameters.
   *
   * @throws TrainingException if one is not finite
   */
  public void finish() {
    workers.run(optimizer.parts(), finishPart);
    current.pending = false;
    parameters.release();
    for (boolean each : finite) {
      if (!each) {
        throw notFiniteParameter();
      }
    }
  }

  private void finishPart(int part) {
    if (current.pending) {
      optimizer.stepPart(part);
    }
    finite[part] = parameters.isFinite(optimizer.start(part), optimizer.start(part + 1));
  }

  private TrainingException notFiniteParameter() {
    for (View view : parameters.views()) {
      for (int i = view.offset(); i < view.offset() + view.size(); i++) {
        float value = parameters.values()[i];
        if (!Float.isFinite(value)) {
          return notFinite("parameter " + view.name(), value, current.steps);
        }
      }
    }
    throw new IllegalStateException("a parameter was not finite, and none is");
  }

  private TrainingException notFinite(String quantity, double value, long update) {
    return new TrainingException(
        "%s became %s in update %d%s".formatted(quantity, value, update, built.context.get()));
  }

  /** Keeps parameters and optimiser as they are now; {@link #rollBack} returns to them. */
  public void mark() {
    takePending();
    if (mark == null) {
      mark = new Mark(parameters, optimizer, built.optimizer);
    }
    mark.keep();
  }

  /** Returns to the parameters and the optimiser of the last {@link #mark}. */
  public void rollBack() {
    takePending();
    Objects.requireNonNull(mark, "nothing was marked").restore();
  }

  /** Steps taken so far. */
  public long steps() {
    return current.steps;
  }

  /** ∂L / ∂parameters of the last minibatch, in the order of the parameter vector. */
  public float[] gradient() {
    return gradient;
  }

  /** The factor with which the next {@link #step} scales the gradient, at most 1. */
  public double scale() {
    return current.scale;
  }

  /** The program of each segment, for reports of what it computes. */
  public List<Program> programs() {
    return programs;
  }

  /** All metrics that the losses report. */
  public List<Metric> metrics() {
    return List.of(places.metricList);
  }

  /** A metric of the last minibatch. */
  public double value(Metric metric) {
    return places.value(metric);
  }

  /** Adds all metrics of the last minibatch, {@link #GRADIENT_NORM} included. */
  public void addTo(Metrics metrics) {
    for (int i = 0; i < places.metricList.length; i++) {
      metrics.add(places.metricList[i], places.metricValues[i]);
    }
    metrics.add(GRADIENT_NORM, current.norm);
  }

  /**
   * A kept column of the last minibatch, in the order of its rows.
   *
   * @return the same array at each call, [minibatch, width]
   * @throws IllegalArgumentException if it is not kept; see {@link Builder#keep}
   */
  public float[] kept(Column column) {
    return places.kept(column);
  }

  /**
   * Measures the same losses without a gradient, with the same scalars. Nothing is compiled before
   * the first measurement.
   *
   * @param metrics which are wanted
   * @param kept columns that are wanted
   */
  public Measurement measurement(Set<Metric> metrics, Set<Column> kept) {
    return new Measurement(built.losses, this, metrics, kept, workers);
  }

  double[] scalarsOf(Places other) {
    return other.scalarsFrom(places);
  }

  @Override
  public void save(Snapshot snapshot) {
    optimizer.save(snapshot.scope("optimizer"));
    snapshot.put("updates", current.steps);
    if (places.hasNoise()) {
      Objects.requireNonNull(built.noise).save(snapshot.scope("noise"));
    }
  }

  @Override
  public void restore(Snapshot snapshot) {
    optimizer.restore(snapshot.scope("optimizer"));
    current.steps = snapshot.oneLong("updates");
    if (places.hasNoise()) {
      Objects.requireNonNull(built.noise).restore(snapshot.scope("noise"));
    }
  }

  @Override
  public String toString() {
    return "Learner of " + parameters;
  }

  /** Describes a learner. */
  public static final class Builder {
    final LossSegments losses;
    private Optimizer.Factory optimizer = starts -> {
      throw new IllegalStateException("a learner needs an optimiser: set Builder.optimizer");
    };
    private double maxGradientNorm;
    private boolean deferSteps;
    private @Nullable RandomStream noise;
    private Supplier<String> context = () -> "";

    private Builder(Columns data, int minibatch) {
      losses = new LossSegments(data, minibatch);
    }

    /** Sets the steps of each sequence, a divisor of the minibatch; 1 is without a memory. */
    public Builder sequences(int stepsOfEach) {
      losses.steps = stepsOfEach;
      return this;
    }

    /**
     * Adds a loss that steps a segment. The segments of all losses follow each other in one vector.
     * One loss may be added for several segments: each then gets the part of the loss that depends
     * on it.
     */
    public Builder loss(Loss loss, Segment segment) {
      losses.losses.add(loss);
      losses.segments.add(segment);
      return this;
    }

    /** Lets losses use parameters of another vector, which no step changes. */
    public Builder reads(ParameterVector vector) {
      losses.alsoRead.add(vector);
      return this;
    }

    /** Keeps columns of each minibatch for {@link Learner#kept}. */
    public Builder keep(Column... columns) {
      losses.kept.addAll(List.of(columns));
      return this;
    }

    /** Sets the optimiser. */
    public Builder optimizer(Optimizer.Factory factory) {
      optimizer = factory;
      return this;
    }

    /** Sets the norm to which a longer gradient is scaled down; 0, the default, is no limit. */
    public Builder maxGradientNorm(double norm) {
      maxGradientNorm = norm;
      return this;
    }

    /** Lets the next {@link Learner#compute} or {@link Learner#finish} take each step. */
    public Builder deferSteps() {
      deferSteps = true;
      return this;
    }

    /** Sets the generator of {@link Rows#noise}, which belongs to the learner's state. */
    public Builder noise(RandomStream random) {
      noise = random;
      return this;
    }

    /** Sets what a {@link TrainingException} says after the quantity and the update. */
    public Builder context(Supplier<String> text) {
      context = text;
      return this;
    }

    /**
     * Compiles the losses and their gradients.
     *
     * @throws IllegalArgumentException if a loss uses a column that the data do not have, or
     *     segments do not follow each other
     */
    public Learner build(Workers workers) {
      if (losses.losses.isEmpty()) {
        throw new IllegalStateException("a learner needs a loss: add one with Builder.loss");
      }
      return new Learner(this, workers);
    }
  }
}
