package jackdaw.algorithm.tabular;

/** What a table learns by; each is an algorithm to choose by name. */
public enum TabularRule {
  /** y = r + γ max_a′ Q(s′, a′) (Watkins 1989; book eq. 2.3). */
  Q_LEARNING("q-learning"),
  /** y = r + γ Q_B(s′, argmax_a′ Q_A(s′, a′)) for table A (van Hasselt 2010; book section 2.8). */
  DOUBLE_Q_LEARNING("double-q-learning"),
  /**
   * y = r + γ Q(s′, a′), where a′ is executed next (Rummery and Niranjan 1994; book eq. 2.9). The
   * book's
   * pseudocode draws a′ again, and before it looks whether the episode is over: that would be a
   * noisy
   * expected SARSA.
   */
  SARSA("sarsa"),
  /** y = r + γ Σ_a π(a | s′) Q(s′, a) (van Seijen et al. 2009; book eq. 2.12). */
  EXPECTED_SARSA("expected-sarsa");

  private final String title;

  TabularRule(String title) {
    this.title = title;
  }

  /** The algorithm's name. */
  public String title() {
    return title;
  }
}
