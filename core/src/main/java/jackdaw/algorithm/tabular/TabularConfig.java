package jackdaw.algorithm.tabular;

import jackdaw.nn.Schedule;
import jackdaw.setting.SettingCheck;
import jackdaw.tabular.TargetPolicy;
import jackdaw.tabular.TraceKind;

/**
 * Every setting of {@link TabularLearner}, whichever rule it learns by. The defaults stand here and
 * nowhere else.
 *
 * @param environments copies of the environment that are stepped together, N; all of them learn in
 *     the
 *     same table; at least 1
 * @param iterationSteps steps that each copy takes between two points at which schedules move,
 *     metrics
 *     are written and a run can stop; at least 1
 * @param discount γ, the weight of a reward one step later; in [0, 1]
 * @param stepSize α at the start of the run; in (0, 1]
 * @param stepSizeSchedule how the step size goes on from there
 * @param visitPower ω of α · N(s, a)^−ω, where N counts the visits of a pair; 0 leaves α alone,
 *     with
 *     1 a value is the mean of its targets; in [0, 1]
 * @param initialValue Q of every pair before it is visited: one above what can be reached is
 *     optimistic
 *     and explores by itself; finite
 * @param exploration how it acts while it learns
 * @param epsilon ε at the start of the run, for {@code epsilon-greedy}; in [0, 1]
 * @param finalEpsilon ε that it falls to; in [0, 1]
 * @param temperature τ at the start of the run, for {@code softmax}; in units of return; above 0
 * @param finalTemperature τ that it falls to; above 0
 * @param explorationShare the share of the run over which ε or τ goes from the first to the last
 *     value,
 *     in a straight line; in (0, 1]
 * @param traceDecay λ: how much of an error reaches the pairs visited before; 0 is one-step
 *     learning; in
 *     [0, 1]
 * @param traces how a visit changes a trace
 * @param watkinsCut whether an action that is not greedy ends all traces where the greedy policy's
 *     values are learnt (Watkins 1989, Q(λ)); without it what exploring cost is taken for the
 *     greedy
 *     policy's own
 * @param alternatingTables whether double Q-learning takes its tables in turn, not at random
 * @param expectedPolicy the policy whose values expected SARSA learns
 * @param expectedEpsilon ε of that policy, for {@code epsilon-greedy}; in [0, 1]
 * @param expectedTemperature τ of that policy, for {@code softmax}; in units of return; above 0
 */
public record TabularConfig(
    int environments,
    int iterationSteps,
    double discount,
    double stepSize,
    Schedule stepSizeSchedule,
    double visitPower,
    double initialValue,
    TargetPolicy exploration,
    double epsilon,
    double finalEpsilon,
    double temperature,
    double finalTemperature,
    double explorationShare,
    double traceDecay,
    TraceKind traces,
    boolean watkinsCut,
    boolean alternatingTables,
    ExpectedPolicy expectedPolicy,
    double expectedEpsilon,
    double expectedTemperature) {

  private static final int MAX_ENVIRONMENTS = 1 << 12;

  /** Checks every range. */
  public TabularConfig {
    SettingCheck check = new SettingCheck("");
    check.within("environments", environments, 1, MAX_ENVIRONMENTS, "1");
    check.atLeast("iteration-steps", iterationSteps, 1, "100 to 1000");
    check.within("discount", discount, 0, 1, "0.9 to 1");
    check.above("step-size", stepSize, 0, "0.05 to 1");
    check.within("step-size", stepSize, 0, 1, "0.05 to 1");
    check.within("visit-power", visitPower, 0, 1, "0, or 0.6 to 1");
    check.require(
        Double.isFinite(initialValue),
        "initial value %s is not finite: set initial-value, usually 0".formatted(initialValue));
    check.within("epsilon", epsilon, 0, 1, "0.1 to 1");
    check.within("final-epsilon", finalEpsilon, 0, 1, "0 to 0.1");
    check.above("temperature", temperature, 0, "a tenth of the returns' spread");
    check.above("final-temperature", finalTemperature, 0, "a hundredth of the returns' spread");
    check.above("exploration-share", explorationShare, 0, "0.5 to 1");
    check.within("exploration-share", explorationShare, 0, 1, "0.5 to 1");
    check.within("trace-decay", traceDecay, 0, 1, "0, or 0.8 to 0.95");
    check.within("expected-epsilon", expectedEpsilon, 0, 1, "0.1");
    check.above("expected-temperature", expectedTemperature, 0, "a tenth of the returns' spread");
  }

  /** The settings where nobody says otherwise. */
  public static TabularConfig defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The step size α at a point of the run, before visits count. */
  double stepSizeAt(double progress) {
    return stepSizeSchedule.at(stepSize, progress);
  }

  /** ε or τ at a point of the run; 0 where nothing is random. */
  double explorationAt(double progress) {
    double share = Math.min(1, progress / explorationShare);
    return switch (exploration) {
      case GREEDY -> 0;
      case EPSILON_GREEDY -> epsilon + share * (finalEpsilon - epsilon);
      case SOFTMAX -> temperature + share * (finalTemperature - temperature);
    };
  }

  /** Collects settings; those that are not set keep their defaults. */
  public static final class Builder {
    private int environments = 1;
    private int iterationSteps = 250;
    private double discount = 0.99;
    private double stepSize = 0.1;
    private Schedule stepSizeSchedule = Schedule.CONSTANT;
    private double visitPower = 0;
    private double initialValue = 0;
    private TargetPolicy exploration = TargetPolicy.EPSILON_GREEDY;
    private double epsilon = 1;
    private double finalEpsilon = 0.05;
    private double temperature = 1;
    private double finalTemperature = 0.01;
    private double explorationShare = 0.5;
    private double traceDecay = 0;
    private TraceKind traces = TraceKind.REPLACING;
    private boolean watkinsCut = true;
    private boolean alternatingTables = false;
    private ExpectedPolicy expectedPolicy = ExpectedPolicy.BEHAVIOUR;
    private double expectedEpsilon = 0.1;
    private double expectedTemperature = 0.1;

    private Builder() {}

    /** See {@link TabularConfig#environments}. */
    public Builder environments(int value) {
      environments = value;
      return this;
    }

    /** See {@link TabularConfig#iterationSteps}. */
    public Builder iterationSteps(int value) {
      iterationSteps = value;
      return this;
    }

    /** See {@link TabularConfig#discount}. */
    public Builder discount(double value) {
      discount = value;
      return this;
    }

    /** See {@link TabularConfig#stepSize}. */
    public Builder stepSize(double value) {
      stepSize = value;
      return this;
    }

    /** See {@link TabularConfig#stepSizeSchedule}. */
    public Builder stepSizeSchedule(Schedule value) {
      stepSizeSchedule = value;
      return this;
    }

    /** See {@link TabularConfig#visitPower}. */
    public Builder visitPower(double value) {
      visitPower = value;
      return this;
    }

    /** See {@link TabularConfig#initialValue}. */
    public Builder initialValue(double value) {
      initialValue = value;
      return this;
    }

    /** See {@link TabularConfig#exploration}. */
    public Builder exploration(TargetPolicy value) {
      exploration = value;
      return this;
    }

    /** See {@link TabularConfig#epsilon}. */
    public Builder epsilon(double value) {
      epsilon = value;
      return this;
    }

    /** See {@link TabularConfig#finalEpsilon}. */
    public Builder finalEpsilon(double value) {
      finalEpsilon = value;
      return this;
    }

    /** See {@link TabularConfig#temperature}. */
    public Builder temperature(double value) {
      temperature = value;
      return this;
    }

    /** See {@link TabularConfig#finalTemperature}. */
    public Builder finalTemperature(double value) {
      finalTemperature = value;
      return this;
    }

    /** See {@link TabularConfig#explorationShare}. */
    public Builder explorationShare(double value) {
      explorationShare = value;
      return this;
    }

    /** See {@link TabularConfig#traceDecay}. */
    public Builder traceDecay(double value) {
      traceDecay = value;
      return this;
    }

    /** See {@link TabularConfig#traces}. */
    public Builder traces(TraceKind value) {
      traces = value;
      return this;
    }

    /** See {@link TabularConfig#watkinsCut}. */
    public Builder watkinsCut(boolean value) {
      watkinsCut = value;
      return this;
    }

    /** See {@link TabularConfig#alternatingTables}. */
    public Builder alternatingTables(boolean value) {
      alternatingTables = value;
      return this;
    }

    /** See {@link TabularConfig#expectedPolicy}. */
    public Builder expectedPolicy(ExpectedPolicy value) {
      expectedPolicy = value;
      return this;
    }

    /** See {@link TabularConfig#expectedEpsilon}. */
    public Builder expectedEpsilon(double value) {
      expectedEpsilon = value;
      return this;
    }

    /** See {@link TabularConfig#expectedTemperature}. */
    public Builder expectedTemperature(double value) {
      expectedTemperature = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which
     */
    public TabularConfig build() {
      return new TabularConfig(
          environments,
          iterationSteps,
          discount,
          stepSize,
          stepSizeSchedule,
          visitPower,
          initialValue,
          exploration,
          epsilon,
          finalEpsilon,
          temperature,
          finalTemperature,
          explorationShare,
          traceDecay,
          traces,
          watkinsCut,
          alternatingTables,
          expectedPolicy,
          expectedEpsilon,
          expectedTemperature);
    }
  }
}
