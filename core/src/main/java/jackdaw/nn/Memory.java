package jackdaw.nn;

/** What a network remembers from one step of an episode to the next. */
public enum Memory {
  /** Nothing: what it computes follows from the present observation alone. */
  NONE,
  /** Long short-term memory; see {@link LstmCell}. */
  LSTM,
  /** A gated recurrent unit; see {@link GruCell}. */
  GRU
}
