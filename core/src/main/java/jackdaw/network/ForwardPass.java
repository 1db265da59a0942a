package jackdaw.network;

import jackdaw.tensor.Tensor;

/**
 * What an {@link ActorCritic} makes of a batch, as expressions. The batch consists of sequences of
 * as many steps each: row t · sequences + s is step t of sequence s. To a network without a memory
 * each row stands alone, and nothing depends on {@code state} and {@code continues}.
 *
 * @param observations an input, [steps · sequences, observation size]
 * @param state an input, what is remembered when each sequence begins, [sequences, state size]
 * @param continues an input, [steps · sequences, 1]: 1 where a row goes on with the episode of the
 *     row before it in its sequence, 0 where it is the first of another; not looked at in step 0
 * @param policyOutputs the policy network's outputs, [steps · sequences, policy outputs]
 * @param values V(observation), [steps · sequences, 1]
 * @param nextState what is remembered after the last step, [sequences, state size]
 */
public record ForwardPass(
    Tensor observations,
    Tensor state,
    Tensor continues,
    Tensor policyOutputs,
    Tensor values,
    Tensor nextState) {}
