package jackdaw.nn;

/** The memory of a network from one step of an episode to the next. */
public enum Memory {
  /** No memory: outputs depend only on the current observation. */
  NONE,
  /** Long short-term memory; see {@link LstmCell}. */
  LSTM,
  /** A gated recurrent unit; see {@link GruCell}. */
  GRU
}
