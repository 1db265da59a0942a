package jackdaw.algorithm.ppo;

/**
 * One gradient step of an update of {@link Ppo}, row by row, with the policy as it is before the step.
 * Arrays without a shape have one value for each row of the minibatch, [M].
 *
 * @param epoch which pass over the rollout this is, from 1
 * @param rows the rollout's rows that make up the minibatch, in the order of the other arrays
 * @param learningRate of this step
 * @param clipRange ε
 * @param probabilities π(a | s) of the actions that were taken
 * @param ratios r = π(a | s) / π_old(a | s)
 * @param clippedRatios clip(r, 1 − ε, 1 + ε)
 * @param advantages Â as the objective uses it: normalised where that is asked for
 * @param surrogates r Â
 * @param clippedSurrogates clip(r, 1 − ε, 1 + ε) Â
 * @param objectives what the row adds to the mean that is to be made large: the smaller of the two with
 *     the clipped {@link PpoObjective}
 * @param entropies S[π(· | s)], in nats
 * @param values V(s)
 * @param valueLosses ½ (V − R)²
 * @param policyLoss −mean objective
 * @param valueLoss mean value loss
 * @param entropy mean entropy
 * @param loss policy loss + c₁ value loss − c₂ entropy, whose gradient it is
 * @param gradientNorm the Euclidean norm of the gradient
 * @param gradientScale what the gradient is multiplied with before the step, at most 1
 */
public record PpoMinibatch(
    int epoch,
    int[] rows,
    double learningRate,
    double clipRange,
    float[] probabilities,
    float[] ratios,
    float[] clippedRatios,
    float[] advantages,
    float[] surrogates,
    float[] clippedSurrogates,
    float[] objectives,
    float[] entropies,
    float[] values,
    float[] valueLosses,
    double policyLoss,
    double valueLoss,
    double entropy,
    double loss,
    double gradientNorm,
    double gradientScale) {}
